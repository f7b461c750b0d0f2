/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dispatcher.distribution.CloudWatch.Datum;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the place of Karrot, between what Burrow sends and what CloudWatch and Prometheus see. */
class KarrotTest {

    private static final Path EXAMPLE = Archive.HOME.resolve("conf/examples/karrot");
    private static final String NAMESPACE = "GumGum/Kafka/Burrow/ConsumerLag";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final CloudWatch cloudWatch = new CloudWatch();

    @org.junit.jupiter.api.AfterEach
    void stop() {
        cloudWatch.close();
    }

    /** Karrot's own variables are as they are when nobody sets them. */
    private Archive karrot(String http) throws Exception {
        String yaml = Files.readString(EXAMPLE.resolve("dispatcher.yaml"))
                .replace("    assume-role:", "    endpoint: " + cloudWatch.url() + "\n    assume-role:")
                .replace("http:\n", "http:\n" + http);
        return new Archive(folder)
                .dispatcherYaml(yaml)
                .rules(Files.readString(EXAMPLE.resolve("rules.yaml")))
                .variable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .variable("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")
                .variable("AWS_EC2_METADATA_DISABLED", "true")
                .variable("KARROT_CLOUDWATCH_INTERVAL", "1");
    }

    private static String sample(String name) throws Exception {
        try (var in = KarrotTest.class.getResourceAsStream("/burrow/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String report(String cluster, String group, long lag) {
        return "{\"Event\": {\"Cluster\": \"%1$s\", \"Group\": \"%2$s\", \"ID\": \"\", \"Start\": \"0001-01-01T00:00:00Z\","
                        .formatted(cluster, group)
                + " \"Extras\": {}, \"Result\": {\"cluster\": \"%1$s\", \"group\": \"%2$s\", \"status\": \"OK\", \"totallag\": %3$d}}}"
                        .formatted(cluster, group, lag);
    }

    private static void taken(Archive karrot, String body) throws Exception {
        HttpResponse<String> answer = karrot.post("/burrow", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(body));
    }

    private static void awaitLine(Archive karrot, String line) {
        await().atMost(Archive.PATIENCE)
                .untilAsserted(
                        () -> assertThat(karrot.get("/metrics").body().lines()).contains(line));
    }

    @Test
    void theSamplesGoThroughTheRulesToCloudWatchAndPrometheus() throws Exception {
        try (Archive karrot = karrot("").run()) {
            List<String> samples = List.of(
                    "burrow-karrot-open",
                    "burrow-karrot-open-old-1.1",
                    "burrow-karrot-ok",
                    "burrow-karrot-nomaxlag",
                    "burrow-real-karrot-warn",
                    "burrow-real-karrot-ok",
                    "burrow-real-karrot-close",
                    "burrow-karrot-close");
            for (String each : samples) {
                taken(karrot, sample(each));
            }
            taken(karrot, report("prod-us", "grüße \\\"a\\\" {b}", 9007199254740993L));
            // no lag in it: taken, and nothing to report
            taken(karrot, sample("burrow-close"));
            taken(karrot, sample("burrow-open"));

            awaitLine(karrot, "karrot_consumer_lag{cluster=\"prod-eu\",consumer=\"shop-indexer\"} 9");
            long real = JSON.readTree(sample("burrow-real-karrot-close"))
                    .at("/Event/Result/totallag")
                    .asLong();
            awaitLine(karrot, "karrot_consumer_lag{cluster=\"local\",consumer=\"orders-app\"} " + real);
            // fault 2: each event counts once
            awaitLine(karrot, "karrot_reporter_events_count_total{reporter=\"prometheus\"} 9");
            // fault 9: the time of the last event is a series
            assertThat(karrot.get("/metrics").body())
                    .contains("karrot_consumer_lag_last_event_timestamp_seconds{cluster=\"prod-eu\"")
                    .doesNotContain("pid=")
                    .doesNotContain("dispatcher_events_received_total");
            assertThat(karrot.get("/metrics/dispatcher").body())
                    .contains("dispatcher_events_received_total{portal=\"karrot\"} 11");
            await().atMost(Archive.PATIENCE).until(() -> cloudWatch.allData().size() >= 9);
            assertThat(cloudWatch.allData()).allSatisfy(datum -> {
                assertThat(datum.namespace()).isEqualTo(NAMESPACE);
                assertThat(datum.dimensions()).isEmpty();
            });
            assertThat(cloudWatch.allData().stream()
                            .filter(datum -> datum.name().equals("shop-indexer"))
                            .map(Datum::value))
                    .containsExactly(1795.0, 1733.0, 9.0, 0.0, 9.0);

            for (String name : List.of("prometheus", "cloudwatch")) {
                await().atMost(Archive.PATIENCE).untilAsserted(() -> {
                    JsonNode told = JSON.readTree(
                                    karrot.get("/reporters/" + name).body())
                            .at("/reporters/0/" + name);
                    assertThat(told.at("/last_event/Cluster").asText()).isEqualTo("prod-us");
                    assertThat(told.get("last_event_timestamp").asText()).endsWith(" GMT");
                });
            }
        }
    }

    @Test
    void whenNobodySetsThemTheVariablesHaveKarrotsDefaults() throws Exception {
        try (Archive karrot =
                karrot("").variable("KARROT_CLOUDWATCH_INTERVAL", "").run()) {
            JsonNode config = JSON.readTree(karrot.get("/config").body());
            assertThat(config.get("settings")).isEqualTo(config.get("config"));
            assertThat(JSON.convertValue(config.get("config"), Object.class))
                    .isEqualTo(Map.of(
                            "KARROT_LOG", "INFO",
                            "KARROT_REPORTERS", "prometheus,cloudwatch",
                            "KARROT_CLOUDWATCH_NAMESPACE", NAMESPACE,
                            "KARROT_CLOUDWATCH_INTERVAL", "30",
                            "KARROT_IAM_ROLE", ""));
            assertThat(karrot.get("/config").body()).doesNotContain("wJalrXUtnFEMI");
            assertThat(JSON.readTree(karrot.get("/reporters").body()).get("reporters"))
                    .hasToString("[\"prometheus\",\"cloudwatch\"]");
            assertThat(JSON.readTree(karrot.get("/heartbeat").body())
                            .get("status")
                            .asText())
                    .isEqualTo("success");
        }
    }

    @Test
    void theVariablesAreUnderstoodAndReportersSwitchTheSinks() throws Exception {
        try (Archive karrot = karrot("")
                .variable("KARROT_REPORTERS", "cloudwatch, stdout")
                .variable("KARROT_CLOUDWATCH_NAMESPACE", "Ours/Lag")
                .variable("KARROT_LOG", "DEBUG")
                .run()) {
            taken(karrot, report("prod", "orders", 7));

            await().atMost(Archive.PATIENCE).until(() -> !cloudWatch.allData().isEmpty());
            assertThat(cloudWatch.allData().get(0).namespace()).isEqualTo("Ours/Lag");
            await().atMost(Archive.PATIENCE).until(() -> karrot.out().contains("orders on prod"));
            assertThat(karrot.get("/metrics").statusCode()).isEqualTo(404);
            assertThat(karrot.get("/reporters/prometheus").statusCode()).isEqualTo(404);
        }
        cloudWatch.close();
        try (Archive karrot =
                karrot("").variable("KARROT_REPORTERS", "prometheus").run()) {
            taken(karrot, report("prod", "orders", 7));
            awaitLine(karrot, "karrot_consumer_lag{cluster=\"prod\",consumer=\"orders\"} 7");
            assertThat(karrot.get("/metrics/dispatcher").body()).doesNotContain("sink=\"cloudwatch\"");
        }
    }

    @Test
    void fault3NothingIsLostOrShownTwiceBetweenRequestsAtOnce() throws Exception {
        try (Archive karrot = karrot("").run()) {
            ExecutorService senders = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Void>> calls = IntStream.range(0, 60)
                        .<Callable<Void>>mapToObj(i -> () -> {
                            taken(karrot, report("prod", "orders", i));
                            return null;
                        })
                        .toList();
                for (Future<Void> call : senders.invokeAll(calls)) {
                    call.get();
                }
            } finally {
                senders.shutdownNow();
            }
            awaitLine(karrot, "karrot_reporter_events_count_total{reporter=\"prometheus\"} 60");
            assertThat(karrot.get("/metrics").body().lines().filter(line -> line.startsWith("karrot_consumer_lag{")))
                    .hasSize(1);
            await().atMost(Archive.PATIENCE).until(() -> cloudWatch.allData().size() >= 60);
            assertThat(cloudWatch.allData().stream().map(Datum::value))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 60).mapToObj(i -> (double) i).toList());
        }
    }

    @Test
    void fault4WhatWaitsIsSentWithoutAnotherEventAndAtTheEnd() throws Exception {
        try (Archive karrot = karrot("").run()) {
            taken(karrot, report("prod", "orders", 1));
            await().atMost(Archive.PATIENCE).until(() -> cloudWatch.allData().size() == 1);
        }
        try (Archive karrot =
                karrot("").variable("KARROT_CLOUDWATCH_INTERVAL", "900").run()) {
            taken(karrot, report("prod", "orders", 2));
            taken(karrot, report("prod", "orders", 3));
            karrot.terminate();
            karrot.exitCode();
            assertThat(cloudWatch.allData().stream().map(Datum::value)).containsExactly(1.0, 2.0, 3.0);
        }
    }

    @Test
    void fault5And8And10AfterAFailureAllIsSentOnceWithItsOwnTimeAndPrometheusDoesNotWait() throws Exception {
        cloudWatch.fails();
        try (Archive karrot = karrot("").run()) {
            for (int i = 0; i < 30; i++) {
                taken(karrot, report("prod", "orders", i));
            }
            Instant sent = Instant.now();
            awaitLine(karrot, "karrot_consumer_lag{cluster=\"prod\",consumer=\"orders\"} 29");
            await().atMost(Archive.PATIENCE).until(() -> cloudWatch.calls() >= 2);
            int failed = cloudWatch.calls();
            cloudWatch.takes();

            await().atMost(Archive.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(karrot.get("/metrics/dispatcher").body())
                                    .contains("dispatcher_deliveries_delivered_total{sink=\"cloudwatch\"} 30"));
            List<Datum> taken = cloudWatch.data().subList(failed, cloudWatch.calls()).stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(taken.size()).isGreaterThanOrEqualTo(30);
            assertThat(taken).allSatisfy(datum -> assertThat(datum.time()).isBeforeOrEqualTo(sent));
        }
    }

    @Test
    void fault6And8WithoutCredentialsCloudWatchIsParkedAndSaysSoAndPrometheusGoesOn() throws Exception {
        try (Archive karrot = karrot("")
                .variable("AWS_ACCESS_KEY_ID", "")
                .variable("AWS_SECRET_ACCESS_KEY", "")
                .run()) {
            taken(karrot, report("prod", "orders", 4));
            awaitLine(karrot, "karrot_consumer_lag{cluster=\"prod\",consumer=\"orders\"} 4");
            await().atMost(Archive.PATIENCE)
                    .untilAsserted(() -> assertThat(karrot.get("/health/ready").body())
                            .contains("\"cloudwatch\"")
                            .contains("credentials"));
            taken(karrot, report("prod", "orders", 5));
            awaitLine(karrot, "karrot_consumer_lag{cluster=\"prod\",consumer=\"orders\"} 5");
        }
    }

    @Test
    void fault7AGroupOfTwoClustersIsTwoMetricsAndANameThatCloudWatchRefusesHoldsNobody() throws Exception {
        try (Archive karrot =
                karrot("").variable("KARROT_CLOUDWATCH_PRESET", "consumer-lag").run()) {
            taken(karrot, report("eu", "orders", 1));
            taken(karrot, report("eu", "g".repeat(300), 2));
            taken(karrot, report("us", "orders", 3));
            await().atMost(Archive.PATIENCE)
                    .untilAsserted(() -> assertThat(cloudWatch.allData())
                            .extracting(Datum::dimensions)
                            .contains(
                                    Map.of("Cluster", "eu", "Group", "orders"),
                                    Map.of("Cluster", "us", "Group", "orders")));
        }
    }

    @Test
    void fault11WhereTokensAreInUseOnlyTheHeartbeatIsForEverybody() throws Exception {
        String tokens = "  tokens: [{name: burrow, token: b-secret-of-20-letters, allow: [submit]}]\n";
        try (Archive karrot =
                karrot(tokens).variable("KARROT_REPORTERS", "prometheus").run()) {
            assertThat(karrot.post("/burrow", report("prod", "orders", 1)).statusCode())
                    .isEqualTo(401);
            for (String path : List.of("/config", "/reporters", "/reporters/prometheus", "/metrics")) {
                assertThat(karrot.get(path).statusCode()).as(path).isEqualTo(401);
            }
            assertThat(karrot.get("/heartbeat").statusCode()).isEqualTo(200);
            // as Burrow's notifier sends its headers
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(karrot.base() + "/burrow"))
                                    .header("Authorization", "Bearer b-secret-of-20-letters")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(report("prod", "orders", 1)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void fault1ErrorsHaveTheCodesOfErrors() throws Exception {
        try (Archive karrot =
                karrot("").variable("KARROT_REPORTERS", "prometheus").run()) {
            assertThat(karrot.post("/burrow", "{").statusCode()).isEqualTo(400);
            assertThat(karrot.post("/burrow", "{\"a\": 1}").statusCode()).isEqualTo(422);
            assertThat(karrot.get("/burrow").statusCode()).isEqualTo(405);
            assertThat(karrot.get("/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aVariableThatIsWrongIsRefusedWithItsPlace() throws Exception {
        Map<String, String> wrong = Map.of(
                "KARROT_REPORTERS", "prometheus,cloudwacth",
                "KARROT_CLOUDWATCH_INTERVAL", "30s",
                "KARROT_LOG", "LOUD",
                "KARROT_IAM_ROLE", "no-arn");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            Process check = checked(each.getKey(), each.getValue());
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(check.waitFor()).as(each + "\n" + said).isNotZero();
            assertThat(said).contains("dispatcher.yaml:");
        }
    }

    private Process checked(String name, String value) throws Exception {
        ProcessBuilder check = Archive.onThisJava(new ProcessBuilder(
                        Archive.HOME.resolve("bin/dispatcher").toString(),
                        "check",
                        "--conf",
                        EXAMPLE.toString(),
                        "--data",
                        folder.resolve("data").toString()))
                .redirectErrorStream(true);
        check.environment().put(name, value);
        return check.start();
    }
}
