/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.core.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {

    private static final String ONE_OF_EACH = "portals: {in: {type: gate}}\nsinks: {a: {type: probe}}\n";

    @TempDir
    Path root;

    private Running running;
    private Set<Thread> threadsBefore;

    @BeforeEach
    void set() throws IOException {
        running = new Running(root);
        threadsBefore = threads();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(XNIO|http-|deliver-|dispatcher-|watch-|close-).*"))
                .collect(Collectors.toSet());
    }

    private void assertNothingIsLeft() throws IOException {
        await().untilAsserted(() -> assertThat(threads()).isSubsetOf(threadsBefore));
        assertThat(running.parts.sinks).allMatch(probe -> probe.closed);
        assertThat(running.parts.openPortals).isEmpty();
        if (Files.exists(running.data)) {
            try (Stream<Path> copies = Files.walk(running.data)) {
                assertThat(copies.filter(file -> file.getFileName().toString().startsWith("run-")))
                        .isEmpty();
            }
        }
    }

    private List<String> mistakes() {
        return catchThrowableOfType(ConfigException.class, running::start).mistakes().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void anEventGoesFromPortalToSink() throws Exception {
        try (Running ignored = running) {
            running.main(ONE_OF_EACH).rules(Running.RULES_TO_A).start();
            assertThat(running.event("hello")).isEqualTo(202);
            await().until(() -> running.parts.messages("a").equals(List.of("hello")));
        }
        assertNothingIsLeft();
    }

    @Test
    void aSinkThatCannotBeMadeLeavesNothingOpen() throws Exception {
        running.main(
                        "portals: {in: {type: gate}}\nsinks:\n  a: {type: probe}\n  b:\n    type: probe\n    failure: no way\n")
                .rules(Running.RULES_TO_A);
        assertThat(mistakes()).containsExactly("dispatcher.yaml:5: sinks.b: cannot be created: no way");
        assertThat(running.parts.sinks).hasSize(1);
        assertNothingIsLeft();
    }

    @Test
    void aPortalThatCannotStartLeavesNothingOpen() throws Exception {
        running.main("sinks: {a: {type: probe}}\nportals:\n  in:\n    type: gate\n    failure: no way\n")
                .rules(Running.RULES_TO_A);
        assertThat(mistakes()).containsExactly("dispatcher.yaml:4: portals.in: cannot be created: no way");
        assertNothingIsLeft();
    }

    @Test
    void twoRoutesAlikeAreRefusedNamingBothOwners() throws Exception {
        running.main("sinks: {a: {type: probe}}\nportals:\n  one: {type: gate}\n  two: {type: gate}\n")
                .rules(Running.RULES_TO_A);
        assertThat(mistakes())
                .singleElement()
                .asString()
                .startsWith("dispatcher.yaml:2: portals: POST /in is answered by both portal ")
                .contains("portal one", "portal two");
        assertNothingIsLeft();
    }

    @Test
    void aPortInUseIsSaidBeforeAnyPluginRuns() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();
            running.main(ONE_OF_EACH + "http: {listen: '" + listen + "'}\n").rules(Running.RULES_TO_A);
            assertThatThrownBy(running::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen on " + listen);
        }
        assertThat(running.parts.sinks).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void allMistakesOfBothFilesComeAtOnceSortedByLine() throws Exception {
        running.main(
                        "sinks:\n  a: {type: probee}\n  b: {type: probe, delivery: {batch: many}}\nportals:\n  in: {type: gate, pat: /x}\n")
                .rules("rules:\n  - {name: x, to: nobody}\n  - {name: y, to: a, wen: {}}\n");
        assertThat(mistakes())
                .extracting(mistake -> mistake.replaceFirst("^([a-z.]+:\\d+: [^:]+):.*", "$1"))
                .containsExactly(
                        "dispatcher.yaml:2: sinks.a.type",
                        "dispatcher.yaml:3: sinks.b.delivery.batch",
                        "dispatcher.yaml:5: portals.in.pat",
                        "rules.yaml:2: rules[0].to",
                        "rules.yaml:3: rules[1].wen");
        assertNothingIsLeft();
    }

    @Test
    void aFailingTestBesideTheRulesRefusesTheStart() throws Exception {
        running.main(ONE_OF_EACH)
                .rules(Running.RULES_TO_A + "\ntests:\n  - {name: wrong, given: {message: x}, expect: {a: 2}}\n");
        assertThat(mistakes())
                .singleElement()
                .asString()
                .startsWith("rules.yaml:3: tests: 'wrong' fails: a: expected 2");
        assertThat(running.parts.sinks).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void aSecretInAMessageOfAPluginIsMasked() throws Exception {
        running.env.put("HOOK_TOKEN", "s3cr3t-t0k3n");
        running.main(
                        "portals: {in: {type: gate}}\nsinks: {a: {type: probe, secret: '${env:HOOK_TOKEN}', failure: 'no: s3cr3t-t0k3n'}}\n")
                .rules(Running.RULES_TO_A);
        ConfigException wrong = catchThrowableOfType(ConfigException.class, running::start);
        assertThat(wrong).hasMessage("dispatcher.yaml:2: sinks.a: cannot be created: no: ****");
    }

    @Test
    void aSecretInTheOutcomeOfATestIsMasked() throws Exception {
        running.env.put("WORD", "s3cr3t-t0k3n");
        running.main(ONE_OF_EACH)
                .rules("rules: [{name: all, to: a, set: {key: '${env:WORD}'}}]\n"
                        + "tests: [{name: t, given: {message: x}, expect: {a: [{key: other}]}}]\n");
        assertThat(mistakes()).singleElement().asString().contains("****").doesNotContain("s3cr3t");
    }

    @Test
    void theAddressIsNoSecretWhereverItComesFrom() throws Exception {
        running.env.put("LISTEN", "127.0.0.1:0");
        try (Running ignored = running) {
            running.main(ONE_OF_EACH + "http: {listen: '${env:LISTEN}'}\n")
                    .rules(Running.RULES_TO_A)
                    .start();
            assertThat(running.dispatcher().configuration().secrets()).isEmpty();
        }
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsNoObstacle() throws Exception {
        Files.writeString(running.data, "a file is in the way, for root too");
        try (Running ignored = running) {
            running.main(ONE_OF_EACH + "dead-letters: " + running.data.resolve("dead.ndjson") + "\n")
                    .rules(Running.RULES_TO_A)
                    .start();
            running.parts.behaviours.put("a", batch -> {
                throw dev.dispatcher.api.DeliveryException.permanent("never");
            });
            assertThat(running.event("hello")).isEqualTo(202);
            await().untilAsserted(() -> assertThat(running.get("/metrics").body())
                    .contains("dispatcher_dead_letters_not_written_total 1", "dispatcher_dead_letters 1"));
        }
    }

    @Test
    void namesThatAreOffMayComeAsAListOrAsOneText() throws Exception {
        String sinks = "portals: {in: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe}, c: {type: probe}}\n";
        running.env.put("OFF", "b, c");
        running.env.put("ON", "a,b");
        for (String selection : List.of("disabled: [b, c]", "disabled: '${env:OFF}'", "enabled: a", "enabled: [a]")) {
            try (Running one = new Running(Files.createTempDirectory(root, "one"))) {
                one.env.putAll(running.env);
                one.main(sinks + selection + "\n")
                        .rules("rules: [{name: all, to: [a, b, c]}]")
                        .start();
                assertThat(one.dispatcher().configuration().sinkNames())
                        .as(selection)
                        .containsExactly("a");
                assertThat(one.dispatcher().configuration().portalNames()).containsExactly("in");
                assertThat(one.event("x")).isEqualTo(202);
                await().until(() -> one.parts.messages("a").size() == 1);
            }
        }
        try (Running ignored = running) {
            running.main(sinks + "enabled: '${env:ON}'\ndisabled: b\n")
                    .rules(Running.RULES_TO_A)
                    .start();
            assertThat(running.dispatcher().configuration().sinkNames()).containsExactly("a");
        }
    }

    @Test
    void aNameThatIsOffMustBeThere() throws Exception {
        running.env.put("OFF", "aa");
        running.main(ONE_OF_EACH + "disabled:\n  - a\n  - inn\nenabled: '${env:OFF}'\n")
                .rules(Running.RULES_TO_A);
        assertThat(mistakes())
                .containsExactly(
                        "dispatcher.yaml:5: disabled: there is no portal or sink 'inn'; did you mean 'in'?",
                        "dispatcher.yaml:6: enabled: there is no portal or sink '****'; did you mean 'a'?");
    }

    @Test
    void whatIsOffMayBeNamedAsItWasCalledBefore() throws Exception {
        running.env.put("OFF", "old.module.b, old.module.gone");
        try (Running ignored = running) {
            running.main("portals: {in: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe}, c: {type: probe}}\n"
                            + "disabled: '${env:OFF}'\n"
                            + "aliases: {old.module.b: [b, c], old.module.gone: [], old.module.a: a}\n")
                    .rules(Running.RULES_TO_A)
                    .start();
            assertThat(running.dispatcher().configuration().sinkNames()).containsExactly("a");
        }
    }

    @Test
    void anAliasStandsForWhatIsThereAndIsNoNameItself() throws Exception {
        running.main(ONE_OF_EACH + "disabled: [old]\naliases: {odl: [aa], a: []}\n")
                .rules(Running.RULES_TO_A);
        assertThat(mistakes())
                .containsExactly(
                        "dispatcher.yaml:3: disabled: there is no portal or sink 'old'; did you mean 'odl'?",
                        "dispatcher.yaml:4: aliases.odl: there is no portal or sink 'aa'; did you mean 'a'?",
                        "dispatcher.yaml:4: aliases.a: is the name of a portal or sink itself");
    }

    @Test
    void whatIsOffNeedsNoSecret() throws Exception {
        try (Running ignored = running) {
            running.main(
                            "portals: {in: {type: gate}}\nsinks: {a: {type: probe}, b: {type: probe, secret: '${env:NOT_THERE}'}}\n"
                                    + "disabled: b\n")
                    .rules(Running.RULES_TO_A)
                    .start();
            assertThat(running.dispatcher().configuration().sinkNames()).containsExactly("a");
        }
    }

    @Test
    void aLoaderForCommandsLeavesNoFolderBehind() throws Exception {
        running.main("portals: {}\nsinks: {a: {type: log}}\n").rules(Running.RULES_TO_A);
        Path scratch;
        try (ConfigurationLoader loader = new ConfigurationLoader(running.home(), name -> null)) {
            loader.load().catalog().close();
            scratch = loader.scratch().orElseThrow();
            assertThat(scratch).isNotEmptyDirectory();
        }
        assertThat(scratch).doesNotExist();
    }

    @Test
    void theLogIsAsTheFileSays() throws Exception {
        try (Running ignored = running) {
            running.main(ONE_OF_EACH + "log: {level: warn}\n")
                    .rules(Running.RULES_TO_A)
                    .start();
            assertThat(org.slf4j.LoggerFactory.getLogger("anything").isInfoEnabled())
                    .isFalse();
            assertThat(org.slf4j.LoggerFactory.getLogger("anything").isWarnEnabled())
                    .isTrue();
        } finally {
            dev.dispatcher.core.logging.Logging.start("text", org.slf4j.event.Level.INFO);
        }
    }
}
