/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.core.config.FileSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

    private static final String MAIN =
            "portals: {in: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe}}\nreload: {watch: 10ms}\n";

    @TempDir
    Path root;

    private Running running;

    @BeforeEach
    void set() throws IOException {
        running = new Running(root);
    }

    @AfterEach
    void end() {
        running.close();
    }

    private String hash() {
        return running.dispatcher().configuration().hash();
    }

    private void awaitChange(String before) {
        await().until(() -> !hash().equals(before));
    }

    @Test
    void anEditTakesEffectByItself() throws Exception {
        running.main(MAIN).rules(Running.RULES_TO_A).start();
        String before = hash();
        running.rules("rules: [{name: all, to: b}]");
        awaitChange(before);
        running.event("x");
        await().until(() -> running.parts.messages("b").equals(List.of("x")));
        assertThat(running.parts.messages("a")).isEmpty();
    }

    @Test
    void aNewFileOfRulesTakesEffect() throws Exception {
        running.main(MAIN).rules(Running.RULES_TO_A).start();
        String before = hash();
        running.write("rules.d/10-more.yaml", "rules: [{name: more, to: b}]");
        awaitChange(before);
        running.event("x");
        await().until(() -> running.parts.messages("b").size() == 1);
    }

    @Test
    void anEditOfALookupTakesEffect() throws Exception {
        running.write("owners.csv", "host,owner\nh1,ann\n");
        running.main(MAIN)
                .rules("lookups: {owners: {file: owners.csv, key: host}}\n"
                        + "rules: [{name: all, lookup: {table: owners, by: host, set: [owner]}, to: a}]")
                .start();
        String before = hash();
        running.write("owners.csv", "host,owner\nh1,bob\n");
        awaitChange(before);
        running.post("/in", "{\"message\":\"x\",\"host\":\"h1\"}");
        await().until(() -> !running.parts.arrived("a").isEmpty());
        assertThat(running.parts.arrived("a").get(0).text("owner")).contains("bob");
    }

    @Test
    void anEditOfASecretTakesEffect() throws Exception {
        Path secret = root.resolve("secret");
        Files.writeString(secret, "first-secret\n");
        running.main("portals: {in: {type: gate}}\nreload: {watch: 10ms}\nsinks: {a: {type: probe, secret: '${file:"
                        + secret + "}'}}\n")
                .rules(Running.RULES_TO_A)
                .start();
        String before = hash();
        Files.writeString(secret, "second-secret\n");
        await().until(() ->
                running.parts.probe("a").options.secret().orElseThrow().reveal().equals("second-secret"));
        assertThat(hash()).isNotEqualTo(before);
    }

    @Test
    void aSwappedLinkTakesEffectAsWithAConfigMap() throws Exception {
        Path first = Files.createDirectories(root.resolve("conf/..2026_1"));
        Path second = Files.createDirectories(root.resolve("conf/..2026_2"));
        String main = MAIN + "http: {listen: '127.0.0.1:0'}\n";
        for (Path each : List.of(first, second)) {
            Files.writeString(each.resolve("dispatcher.yaml"), main);
        }
        Files.writeString(first.resolve("rules.yaml"), "rules: [{name: all, to: a}]");
        Files.writeString(second.resolve("rules.yaml"), "rules: [{name: all, to: b}]");
        Path data = Files.createSymbolicLink(running.conf.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(running.conf.resolve("dispatcher.yaml"), Path.of("..data/dispatcher.yaml"));
        Files.createSymbolicLink(running.conf.resolve("rules.yaml"), Path.of("..data/rules.yaml"));
        running.start();
        String before = hash();
        Path fresh = Files.createSymbolicLink(running.conf.resolve("..fresh"), second.getFileName());
        Files.move(
                fresh,
                data,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        awaitChange(before);
        running.event("x");
        await().until(() -> running.parts.messages("b").size() == 1);
    }

    @Test
    void aRefusedContentIsTriedOnce() throws Exception {
        running.main(MAIN).rules(Running.RULES_TO_A).start();
        running.rules("rules: [{name: all, to: nobody}]");
        await().until(() -> failures() == 1);
        running.rules("rules: [{name: all, to: nobody, then: stop}]");
        await().until(() -> failures() == 2);
        String before = hash();
        running.rules("rules: [{name: all, to: b}]");
        awaitChange(before);
        assertThat(failures()).isEqualTo(2);
    }

    private int failures() throws Exception {
        String line = running.get("/metrics")
                .body()
                .lines()
                .filter(each -> each.startsWith("dispatcher_config_reloads_total{result=\"failure\"}"))
                .findFirst()
                .orElseThrow();
        return (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    void aRefusedContentIsTriedOnceHoweverOftenItIsLookedAt() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "good");
        FileSet files = new FileSet(Set.of(file));
        String inForce = files.fingerprint();
        List<String> tried = new CopyOnWriteArrayList<>();
        AtomicInteger looks = new AtomicInteger();
        try (Watch watch = new Watch(
                () -> {
                    looks.incrementAndGet();
                    return new Watch.Target(Set.of(file), inForce, Duration.ofMillis(1));
                },
                () -> {
                    tried.add(files.fingerprint());
                    throw new IllegalStateException("a mistake does not end the watch");
                })) {
            watch.start();
            List<String> expected = new ArrayList<>();
            for (String content : List.of("bad", "worse", "good", "bad")) {
                Files.writeString(root.resolve("fresh"), content);
                Files.move(root.resolve("fresh"), file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                if (!content.equals("good")) {
                    expected.add(files.fingerprint());
                }
                int before = looks.get();
                await().until(() -> looks.get() > before + 20);
                assertThat(tried).isEqualTo(expected);
            }
        }
    }
}
