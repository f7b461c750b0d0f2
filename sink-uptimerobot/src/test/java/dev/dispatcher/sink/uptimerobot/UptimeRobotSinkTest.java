/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.uptimerobot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UptimeRobotSinkTest {

    private static final String URL = "https://app.example.org/shop/_monitor";

    private final FakeContext context = new FakeContext().batch(10);
    private Robot robot;

    @BeforeEach
    void begin() throws IOException {
        robot = new Robot();
    }

    @AfterEach
    void end() {
        robot.close();
    }

    private Sink sink(Robot.Watching options) {
        return new UptimeRobotFactory().create(options.build(), context);
    }

    private static Event deployment() {
        return TestEvents.event("shop is deployed")
                .with("kind", "urn:aspen:deployment")
                .with("applicationName", "shop")
                .with("friendlyName", "The Shop")
                .with("cluster", "active")
                .with("team", "team-kth-webb")
                .with("slackChannels", "#team-kth-webb")
                .with("monitorUrl", URL)
                .with("monitorPattern", "APPLICATION_STATUS: OK");
    }

    private static Event removal() {
        return deployment().with("kind", "urn:aspen:removal");
    }

    private void deliver(Event... events) throws Exception {
        sink(robot.options()).deliver(List.of(events));
    }

    @Test
    void aNewDeploymentGetsAMonitorThatTellsItsTeamsChannel() throws Exception {
        robot.contact("1", "#team-kth-webb-other", 11)
                .contact("2", "#team-kth-webb", 11)
                .contact("3", "#team-kth-webb", 2);
        deliver(deployment());
        assertThat(robot.monitors)
                .singleElement()
                .satisfies(monitor -> assertThat(monitor)
                        .containsEntry("url", URL)
                        .containsEntry("friendly_name", "The Shop")
                        .containsEntry("type", "2")
                        .containsEntry("keyword_type", "2")
                        .containsEntry("keyword_value", "APPLICATION_STATUS: OK")
                        .containsEntry("alert_contacts", "2_0_0"));
        assertThat(context.reports()).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo("urn:uptimerobot:monitor:added");
            assertThat(report.message()).isEqualTo("The Shop is monitored using " + URL);
            assertThat(report.get("slackChannels")).isEqualTo("#team-kth-webb");
            assertThat(report.get("cluster")).isEqualTo("active");
        });
        assertThat(context.count("monitors_added")).isEqualTo(1);
    }

    @Test
    void aSecondDeploymentEditsTheMonitorOfTheFirst() throws Exception {
        deliver(deployment());
        deliver(deployment().with("friendlyName", "The New Shop"));
        assertThat(robot.monitors)
                .singleElement()
                .satisfies(monitor -> assertThat(monitor).containsEntry("friendly_name", "The New Shop"));
        assertThat(context.reports())
                .extracting(Event::kind)
                .containsExactly("urn:uptimerobot:monitor:added", "urn:uptimerobot:monitor:edited");
    }

    @Test
    void aRemovalDeletesTheMonitorAndOneOfAnUnknownAppDoesNothing() throws Exception {
        deliver(deployment());
        deliver(removal());
        deliver(removal());
        assertThat(robot.monitors).isEmpty();
        assertThat(context.reports())
                .extracting(Event::kind)
                .containsExactly("urn:uptimerobot:monitor:added", "urn:uptimerobot:monitor:deleted");
    }

    @Test
    void aRemovalLeavesTheMonitorWhereThatIsAskedFor() throws Exception {
        deliver(deployment());
        Robot.Watching options = robot.options();
        options.delete = false;
        sink(options).deliver(List.of(removal()));
        assertThat(robot.monitors).hasSize(1);
    }

    @Test
    void fault4ClustersAndExcludedAppsAreComparedAsAWhole() throws Exception {
        Robot.Watching options = robot.options();
        options.clusters = List.of("inactive", "stage");
        sink(options).deliver(List.of(deployment()));
        assertThat(robot.monitors)
                .as("'active' is in 'inactive', and is another cluster")
                .isEmpty();
        options.clusters = List.of("Active");
        options.excluded = List.of("webshop-admin");
        sink(options).deliver(List.of(deployment()));
        assertThat(robot.monitors)
                .as("'shop' is in 'webshop-admin', and is another app")
                .hasSize(1);
        options.excluded = List.of("shop");
        sink(options).deliver(List.of(removal()));
        assertThat(robot.monitors).hasSize(1);
        assertThat(context.count("left_alone")).isEqualTo(2);
    }

    @Test
    void whatHasNoWebAddressIsLeftAlone() throws Exception {
        for (String url :
                List.of("", "/_monitor", "ftp://example.org/", "javascript:alert(1)", "https://", "http://[")) {
            deliver(deployment().with("monitorUrl", url));
        }
        assertThat(robot.calls).isEmpty();
        assertThat(context.count("left_alone")).isEqualTo(6);
    }

    @Test
    void fault5AMonitorOfAnotherAppWithTheSameNameIsNotOverwritten() throws Exception {
        robot.monitor("The Shop", "https://app.example.org/another/_monitor", 2)
                .monitor("The Shop", "https://elsewhere.example.org/shop/_monitor", 2)
                .monitor("Shop two", URL + "/two", 2);
        deliver(deployment());
        assertThat(robot.monitors).hasSize(4);
        Robot.Watching options = robot.options();
        options.matchName = true;
        sink(options).deliver(List.of(deployment().with("monitorUrl", "https://app.example.org/moved/_monitor")));
        assertThat(robot.monitors).hasSize(4).anyMatch(each -> each.get("url").endsWith("/moved/_monitor"));
        assertThat(robot.monitors).anyMatch(each -> each.get("url").startsWith("https://elsewhere"));
    }

    @Test
    void allPagesAreLookedThrough() throws Exception {
        for (int i = 0; i < 120; i++) {
            robot.monitor("m" + i, URL + "/" + i, 2).contact("c" + i, "#other-" + i, 11);
        }
        robot.monitor("the one", URL, 2).contact("right", "#team-kth-webb", 11);
        deliver(deployment());
        assertThat(robot.monitors).hasSize(121);
        assertThat(robot.monitors.get(120))
                .containsEntry("friendly_name", "The Shop")
                .containsEntry("alert_contacts", "right_0_0");
    }

    @Test
    void withoutATeamTheFallbackIsToldAndNeverJustAnybody() throws Exception {
        robot.contact("1", "#anybody", 11).contact("2", "#team-pipeline", 11);
        deliver(deployment().with("team", ""));
        assertThat(robot.monitors.get(0)).containsEntry("alert_contacts", "2_0_0");
        robot.contacts.remove(1);
        deliver(deployment().with("team", "").with("monitorUrl", URL + "/2"));
        assertThat(robot.monitors.get(1)).doesNotContainKey("alert_contacts");
    }

    @Test
    void withoutAKeywordAPlainMonitorTakesItsPlace() throws Exception {
        robot.monitor("The Shop", URL, 2);
        deliver(deployment().with("monitorPattern", ""));
        assertThat(robot.monitors)
                .singleElement()
                .satisfies(monitor ->
                        assertThat(monitor).containsEntry("type", "1").doesNotContainKey("keyword_value"));
    }

    @Test
    void fault5AFailInA200IsJudgedAndNothingIsAnnounced() {
        Robot.Watching options = robot.options();
        options.key = "wrong-S3CR3T";
        DeliveryException refused = catchThrowableOfType(
                DeliveryException.class, () -> sink(options).deliver(List.of(deployment())));
        assertThat(refused.reason()).isEqualTo(Reason.AUTH);
        assertThat(refused).hasMessageNotContaining("S3CR3T");

        fail("{\"stat\":\"fail\",\"error\":{\"type\":\"invalid_parameter\",\"parameter_name\":\"url\"}}");
        assertThat(failure().retryable()).isFalse();
        fail("{\"stat\":\"fail\",\"error\":{\"type\":\"rate_limit\",\"message\":\"slow down\"}}");
        assertThat(failure().retryable()).isTrue();
        fail("{\"stat\":\"fail\"}");
        assertThat(failure().retryable()).isTrue();
        fail("<html>maintenance</html>");
        assertThat(failure().retryable()).isTrue();
        assertThat(context.reports()).isEmpty();
    }

    private void fail(String body) {
        robot.instead.add(new Robot.Instead(200, "", body));
    }

    private DeliveryException failure() {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(deployment()));
    }

    @Test
    void aRateLimitIsObeyed() {
        robot.instead.add(new Robot.Instead(429, "42", ""));
        DeliveryException limited = failure();
        assertThat(limited.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(limited.notBefore()).contains(Duration.ofSeconds(42));
    }

    @Test
    void anAttemptThatBrokeOffIsMadeAgainWithoutASecondMonitor() throws Exception {
        Sink sink = sink(robot.options());
        sink.deliver(List.of(deployment()));
        // as if the answer to that had been lost
        sink.deliver(List.of(deployment()));
        assertThat(robot.monitors).hasSize(1);
    }

    @Test
    void oneBadEventOfABatchDoesNotHoldTheOthers() {
        robot.instead.add(new Robot.Instead(400, "", "bad"));
        Event bad = deployment();
        Event good = deployment().with("monitorUrl", URL + "/good");
        DeliveryException failure = catchThrowableOfType(
                DeliveryException.class, () -> sink(robot.options()).deliver(List.of(bad, good)));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.events()).containsExactly(bad);
        assertThat(robot.monitors).hasSize(1);
    }

    @Test
    void anEmptyKeyIsRefused() {
        Robot.Watching options = robot.options();
        options.key = " ";
        assertThatThrownBy(options::build).hasMessageContaining("api-key");
        assertThatCode(() -> robot.options().build()).doesNotThrowAnyException();
    }
}
