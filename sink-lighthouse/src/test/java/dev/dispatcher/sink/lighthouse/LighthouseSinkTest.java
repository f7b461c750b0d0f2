/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Container;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Limits;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Takes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LighthouseSinkTest {

    private static final String SHOP = "https://shop.example.org/shop";

    @TempDir
    Path folder;

    private final FakeContext context = new FakeContext().batch(10);
    private StandIn standIn;

    @BeforeEach
    void begin() throws IOException {
        standIn = new StandIn(folder);
    }

    private static Event deployment(String urls) {
        return TestEvents.event("shop is deployed")
                .with("kind", "urn:aspen:deployment")
                .with("applicationName", "shop")
                .with("friendlyName", "The Shop")
                .with("team", "team-web")
                .with("version", "2.3.1_abc123")
                .with("slackChannels", "#team-web")
                .with("testAccessibility", "true")
                .with("applicationUrl", SHOP)
                .with("accessibilityUrls", urls);
    }

    private void deliver(Event event) throws Exception {
        try (Sink sink = new LighthouseFactory().create(standIn.options(), context)) {
            sink.deliver(List.of(event));
        }
    }

    private DeliveryException failure(Event event) {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(event));
    }

    @Test
    void aDeployedPageIsAuditedItsReportIsKeptAndTheScoresAreReported() throws Exception {
        deliver(deployment(""));
        assertThat(standIn.told("audited")).containsExactly(SHOP);
        assertThat(standIn.kept())
                .hasSize(2)
                .allMatch(file ->
                        file.startsWith("team-web/shop/shop.example.org-shop/20260102T030405.000Z_2.3.1_abc123_"));
        assertThat(context.reports()).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo("urn:lighthouse:report");
            assertThat(report.message())
                    .isEqualTo("The Shop, " + SHOP
                            + ": accessibility 98, performance 72, best practices 100, seo 90, total 3.60 of 4");
            assertThat(report.get("severity")).isEqualTo("info");
            assertThat(report.get("accessibility")).isEqualTo(98L);
            assertThat(report.get("best_practices")).isEqualTo(100L);
            assertThat(String.valueOf(report.get("total"))).startsWith("3.6");
            assertThat(report.get("slackChannels")).isEqualTo("#team-web");
            Path html = Path.of(URI.create(String.valueOf(report.get("view_link"))));
            assertThat(html).content().isEqualToIgnoringNewLines("<html>" + SHOP + "</html>");
            assertThat(Path.of(URI.create(String.valueOf(report.get("report_json")))))
                    .isRegularFile();
        });
    }

    @Test
    void theListedPagesAreAuditedInsteadOfTheApplicationEachOnce() throws Exception {
        deliver(deployment(" https://a.example.org/x , https://b.example.org/y,https://a.example.org/x,"));
        assertThat(standIn.told("audited")).containsExactly("https://a.example.org/x", "https://b.example.org/y");
        assertThat(context.reports()).hasSize(2);
    }

    /** In the original any text turned the audit on, "false" too. */
    @ParameterizedTest
    @ValueSource(strings = {"false", "", " False ", "no", "off", "0"})
    void whatSaysNoIsNotAudited(String no) throws Exception {
        deliver(deployment(SHOP).with("testAccessibility", no));
        assertThat(standIn.told("audited")).isEmpty();
        assertThat(context.count("left_alone")).isEqualTo(1);
    }

    /** The original put the address into a shell's line. */
    @Test
    void anAddressIsOneArgumentWhateverItHolds() throws Exception {
        String crafted = "https://shop.example.org/$(id>x);reboot&a='b'*";
        deliver(deployment("https://shop.example.org/$(id%3Ex);touch&a='b'*"));
        assertThat(standIn.told("arguments"))
                .startsWith("https://shop.example.org/$(id%3Ex);touch&a='b'*", "--output=html", "--output=json")
                .endsWith("--chrome-flags=--headless=new --no-sandbox");
        assertThat(failure(deployment(crafted)).retryable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output-path=/etc/passwd",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "https://user:secret@shop.example.org/",
                "https://",
                "https:///x",
                "http://shop.example.org/`id`",
                "http://shop.example.org/a b",
                "shop.example.org",
                "https://elsewhere.test/",
                "https://example.org/",
            })
    void whatIsNoAddressOfAPageThatMayBeAuditedIsGivenUpAndNothingIsRun(String bad) throws Exception {
        DeliveryException failure = failure(deployment("https://a.example.org/fine," + bad));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageNotContaining("secret");
        assertThat(standIn.told("audited")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "http://[::1]/",
                "http://10.1.2.3/",
                "http://169.254.169.254/x"
            })
    void withoutListedHostsAnInsideAddressIsGivenUp(String inside) throws Exception {
        standIn.hosts = List.of();
        assertThat(failure(deployment(inside))).hasMessageContaining("not public");
        assertThat(standIn.told("audited")).isEmpty();
    }

    @Test
    void aHangingAuditIsKilledAtTheLimitWithItsChildrenAndAskedForAgain() throws Exception {
        standIn.limit = Duration.ofSeconds(1);
        DeliveryException failure = failure(deployment("https://shop.example.org/hang"));
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(failure).hasMessageContaining("within 1s");
        assertThat(standIn.told("children")).hasSize(4);
        assertThat(standIn.living()).isEmpty();
        assertThat(context.reports()).isEmpty();
    }

    @Test
    void whatAnAuditLeavesRunningIsKilledToo() throws Exception {
        deliver(deployment("https://shop.example.org/leaving"));
        assertThat(standIn.told("children")).hasSize(1);
        assertThat(standIn.living()).isEmpty();
        assertThat(context.reports()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "silent", "garbled", "unreachable", "link"})
    void anAuditThatFailsIsAskedForAgainAndKeepsNothing(String how) throws Exception {
        DeliveryException failure = failure(deployment("https://shop.example.org/" + how));
        assertThat(failure.retryable()).isTrue();
        assertThat(failure).hasMessageContaining("https://shop.example.org/" + how);
        assertThat(standIn.kept()).isEmpty();
        assertThat(context.reports()).isEmpty();
        assertThat(context.count("audits_failed")).isEqualTo(1);
    }

    @Test
    void whatTheProgramSaidIsInTheError() {
        assertThat(failure(deployment("https://shop.example.org/broken")))
                .hasMessageContaining("exit code 1: Runtime error encountered: the page gave no answer");
    }

    @Test
    void anotherAttemptLeavesOutWhatIsDone() throws Exception {
        Event event = deployment("https://a.example.org/1,https://a.example.org/broken,https://a.example.org/2");
        try (Sink sink = new LighthouseFactory().create(standIn.options(), context)) {
            assertThatThrownBy(() -> sink.deliver(List.of(event))).hasMessageContaining("/broken");
            Files.createFile(standIn.told.resolve("repaired"));
            sink.deliver(List.of(event));
        }
        assertThat(standIn.told("audited"))
                .containsExactly(
                        "https://a.example.org/1",
                        "https://a.example.org/broken",
                        "https://a.example.org/2",
                        "https://a.example.org/broken");
        assertThat(context.reports()).hasSize(3);
    }

    @Test
    void oneHostHasOneAuditAtATimeAmongAllInstances() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Event event = deployment("https://shop.example.org/page" + i);
                all.add(threads.submit(() -> {
                    deliver(event);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(standIn.told("audited")).hasSize(12);
        assertThat(standIn.told("overlaps")).isEmpty();
    }

    @Test
    void theNewestRunsOfAPageAreKeptAndOtherPagesAreLeftAlone() throws Exception {
        standIn.keep = 2;
        deliver(deployment("https://shop.example.org/other"));
        for (int run = 0; run < 4; run++) {
            context.clock().advance(Duration.ofMinutes(1));
            deliver(deployment(""));
        }
        assertThat(standIn.kept()).filteredOn(file -> file.contains("-other/")).hasSize(2);
        assertThat(standIn.kept())
                .filteredOn(file -> file.contains("-shop/"))
                .hasSize(4)
                .allMatch(file -> file.contains("T030705") || file.contains("T030805") || file.contains("T030905"))
                .noneMatch(file -> file.contains("T030605"));
    }

    @Test
    void aScoreBelowAThresholdHasItsSeverity() throws Exception {
        standIn.thresholds = Map.of(
                "accessibility", new Limits(Optional.of(20.0), Optional.of(50.0), Optional.of(90.0)),
                "total", new Limits(Optional.empty(), Optional.empty(), Optional.of(3.9)));
        deliver(deployment("https://shop.example.org/poor,https://shop.example.org/x"));
        assertThat(context.reports())
                .extracting(report -> report.get("severity"))
                .containsExactly("error", "warning");
    }

    @Test
    void whatCouldNotBeMeasuredIsSaidAndIsAWarning() throws Exception {
        deliver(deployment("https://shop.example.org/unmeasured"));
        Event report = context.reports().get(0);
        assertThat(report.message()).contains("accessibility not measured").doesNotContain("total");
        assertThat(report.get("severity")).isEqualTo("warning");
        assertThat(report.get("accessibility")).isNull();
    }

    /** In the original these broke the run after the audit. */
    @Test
    void aVersionWithoutACommitAndAMissingTeamAreFine() throws Exception {
        deliver(deployment("").with("version", "latest").with("team", ""));
        assertThat(standIn.kept()).allMatch(file -> file.startsWith("shop/shop.example.org-shop/2026"));
    }

    @Test
    void whatAnEventSaysNeverLeavesTheFolder() throws Exception {
        deliver(deployment("")
                .with("team", "../../../etc")
                .with("applicationName", "..")
                .with("version", "../../x"));
        assertThat(standIn.kept()).hasSize(2).allMatch(file -> file.startsWith("none/none/none/etc/none/"));
    }

    @Test
    void linksBeginWithThePublicAddress() throws Exception {
        standIn.publicUrl = Optional.of(URI.create("https://reports.example.org/lh/"));
        deliver(deployment(""));
        assertThat(String.valueOf(context.reports().get(0).get("view_link")))
                .startsWith("https://reports.example.org/lh/team-web/shop/shop.example.org-shop/2026")
                .endsWith(".html");
    }

    @Test
    void theProgramHasAnEnvironmentOfItsOwn() throws Exception {
        deliver(deployment(""));
        assertThat(standIn.told("environment"))
                .isNotEmpty()
                .allMatch(line -> line.matches(
                        "(PATH|HOME|LANG|LC_ALL|TZ|CHROME_PATH|DOCKER_HOST|DOCKER_CONFIG|XDG_RUNTIME_DIR|TMPDIR|STANDIN"
                                + "|DISPATCHER_AUDIT|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    private void contained(Takes takes) {
        Path program = folder.resolve("docker");
        try {
            Files.copy(StandIn.script(), program);
            assertThat(program.toFile().setExecutable(true)).isTrue();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        standIn.container = Optional.of(
                new Container("example/lighthouse:12", program.toString(), List.of("--network=web"), takes));
    }

    @Test
    void anImageGetsTheAddressAsAVariable() throws Exception {
        contained(Takes.ENVIRONMENT);
        deliver(deployment(""));
        assertThat(standIn.told("arguments"))
                .startsWith("run", "--rm", "--name")
                .containsSubsequence(
                        "--env", "STANDIN", "--network=web", "--env", "URL=" + SHOP, "example/lighthouse:12")
                .noneMatch(argument -> argument.contains(standIn.told.toString()));
        assertThat(context.reports()).hasSize(1);
    }

    @Test
    void anImageGetsTheAddressAsTheProgramDoes() throws Exception {
        contained(Takes.ARGUMENTS);
        standIn.arguments = List.of("--preset=desktop");
        failure(deployment("https://shop.example.org/silent"));
        assertThat(standIn.told("arguments"))
                .containsSubsequence(
                        "example/lighthouse:12",
                        "https://shop.example.org/silent",
                        "--output=html",
                        "--output-path=/report/report",
                        "--preset=desktop");
    }

    @Test
    void aContainerIsRemovedByItsNameAtTheLimit() throws Exception {
        contained(Takes.ENVIRONMENT);
        standIn.limit = Duration.ofSeconds(1);
        assertThat(failure(deployment("https://shop.example.org/hang")).reason())
                .isEqualTo(Reason.DEADLINE);
        List<String> arguments = standIn.told("arguments");
        assertThat(standIn.told("removed"))
                .containsExactly("rm --force " + arguments.get(arguments.indexOf("--name") + 1));
        assertThat(standIn.living()).isEmpty();
    }

    @Test
    void optionsThatCannotWorkAreRefused() {
        standIn.thresholds = Map.of("speed", new Limits(Optional.empty(), Optional.empty(), Optional.empty()));
        assertThatThrownBy(standIn::options).hasMessageContaining("'speed'");
        standIn.thresholds = Map.of();
        standIn.keep = 0;
        assertThatThrownBy(standIn::options).hasMessageContaining("keep");
        assertThatThrownBy(() -> new Container("--privileged", "docker", List.of(), Takes.ENVIRONMENT))
                .hasMessageContaining("image");
    }
}
