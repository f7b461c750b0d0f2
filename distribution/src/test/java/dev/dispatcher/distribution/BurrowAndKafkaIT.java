/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.testkit.HttpStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Burrow that watches a real Kafka, and the example in the place of Karrot. Runs with the profile {@code burrow},
 * which has Kafka and ZooKeeper on the class path, and where a program {@code Burrow} is on the PATH (or {@code
 * -Dburrow=...}).
 */
class BurrowAndKafkaIT {

    /** Burrow looks for groups once a minute. */
    private static final Duration A_WHILE = Duration.ofMinutes(3);

    private static final String GAUGE = "karrot_consumer_lag{cluster=\"local\",consumer=\"orders-app\"} ";

    @TempDir
    Path folder;

    private final Deque<Process> running = new ArrayDeque<>();

    @AfterEach
    void stop() throws InterruptedException {
        while (!running.isEmpty()) {
            Process last = running.pop();
            last.destroy();
            if (!last.waitFor(20, TimeUnit.SECONDS)) {
                last.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void lagOpenAndCloseOfARealKafkaArriveByARealBurrow() throws Exception {
        int zooKeeper = HttpStub.freePort();
        int kafka = HttpStub.freePort();
        startKafka(zooKeeper, kafka);
        lag(kafka, 30, 0, 10);

        Path example = Archive.HOME.resolve("conf/examples/karrot");
        try (Archive karrot = new Archive(folder)
                .dispatcherYaml(Files.readString(example.resolve("dispatcher.yaml")))
                .rules(Files.readString(example.resolve("rules.yaml")))
                .variable("KARROT_REPORTERS", "prometheus,stdout")
                .run()) {
            startBurrow(zooKeeper, kafka, karrot.base() + "/burrow");

            await("lag of a group that is fine").atMost(A_WHILE).untilAsserted(() -> {
                assertThat(karrot.get("/metrics").body().lines()).contains(GAUGE + "0");
                assertThat(karrot.out()).contains(" state=status ");
            });
            assertThat(karrot.out()).doesNotContain(" state=open ");

            // it commits no more, and more is there to be read
            lag(kafka, 50, 40, 10);
            await("open").atMost(A_WHILE).untilAsserted(() -> {
                assertThat(karrot.get("/metrics").body().lines()).contains(GAUGE + "40");
                assertThat(karrot.out()).contains(" state=open ");
            });

            lag(kafka, 5, 0, 12);
            await("close").atMost(A_WHILE).untilAsserted(() -> {
                assertThat(karrot.get("/metrics").body().lines()).contains(GAUGE + "0");
                assertThat(incident(karrot, "close")).isNotEmpty().isEqualTo(incident(karrot, "open"));
            });
            assertThat(karrot.get("/metrics/dispatcher").body())
                    .contains("dispatcher_events_received_total{portal=\"karrot\"}")
                    .doesNotContain("counter=\"refused\"");
        }
    }

    /** Of the first line that has this state. */
    private static String incident(Archive karrot, String state) {
        return karrot.out()
                .lines()
                .filter(line -> line.contains(" state=" + state + " "))
                .findFirst()
                .map(line -> line.replaceAll(".* incident=(\\S+).*", "$1"))
                .orElse("");
    }

    private void startKafka(int zooKeeper, int kafka) throws IOException {
        Path zooKeeperFile = Files.writeString(
                folder.resolve("zookeeper.properties"),
                "dataDir=" + folder.resolve("zookeeper") + "\nclientPort=" + zooKeeper
                        + "\nclientPortAddress=127.0.0.1\nadmin.enableServer=false\n");
        java("zookeeper", "org.apache.zookeeper.server.quorum.QuorumPeerMain", zooKeeperFile.toString());
        Path kafkaFile = Files.writeString(
                folder.resolve("kafka.properties"),
                "broker.id=0\nlisteners=PLAINTEXT://127.0.0.1:" + kafka + "\nzookeeper.connect=127.0.0.1:" + zooKeeper
                        + "\nlog.dirs=" + folder.resolve("kafka")
                        + "\noffsets.topic.replication.factor=1\noffsets.topic.num.partitions=1\n");
        java("kafka", "kafka.Kafka", kafkaFile.toString());
    }

    private void lag(int kafka, int produced, int behind, int steps) throws Exception {
        Path source = Files.write(
                folder.resolve("Lag.java"),
                BurrowAndKafkaIT.class.getResourceAsStream("/kafka/Lag.java").readAllBytes());
        Process lag = java(
                "lag",
                source.toString(),
                "127.0.0.1:" + kafka,
                Integer.toString(produced),
                Integer.toString(behind),
                Integer.toString(steps));
        assertThat(lag.waitFor(A_WHILE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(lag.exitValue())
                .as(Files.readString(folder.resolve("lag.log")))
                .isZero();
    }

    private void startBurrow(int zooKeeper, int kafka, String url) throws IOException {
        Path conf = Files.createDirectories(folder.resolve("burrow"));
        // as Karrot came with it, but for the times
        Path template = Files.writeString(conf.resolve("events.tmpl"), "{\"Event\": {{. | jsonencoder}}}\n");
        Files.writeString(
                conf.resolve("burrow.toml"), """
                [general]
                pidfile="%1$s/burrow.pid"
                [logging]
                filename="%1$s/burrow.log"
                [zookeeper]
                servers=["127.0.0.1:%2$d"]
                root-path="/burrow"
                [client-profile.test]
                client-id="burrow"
                kafka-version="2.0.0"
                [cluster.local]
                class-name="kafka"
                servers=["127.0.0.1:%3$d"]
                client-profile="test"
                topic-refresh=5
                offset-refresh=1
                [consumer.local]
                class-name="kafka"
                cluster="local"
                servers=["127.0.0.1:%3$d"]
                client-profile="test"
                [httpserver.default]
                address="127.0.0.1:%4$d"
                [storage.default]
                class-name="inmemory"
                intervals=10
                min-distance=0
                [notifier.default]
                class-name="http"
                url-open="%5$s"
                url-close="%5$s"
                interval=1
                threshold=1
                send-close=true
                template-open="%6$s"
                template-close="%6$s"
                """.formatted(conf, zooKeeper, kafka, HttpStub.freePort(), url, template));
        start("burrow", List.of(System.getProperty("burrow", "Burrow"), "--config-dir", conf.toString()));
    }

    private Process java(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(arguments));
        return start(name, command);
    }

    private Process start(String name, List<String> command) throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .directory(folder.toFile())
                .start();
        running.push(started);
        return started;
    }
}
