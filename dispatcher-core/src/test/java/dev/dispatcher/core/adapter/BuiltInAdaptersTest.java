/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import static dev.dispatcher.core.adapter.Asked.builtIn;
import static dev.dispatcher.core.adapter.Asked.read;
import static dev.dispatcher.core.adapter.Asked.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each built-in adapter with what its tool sends, as captured or as its manual shows it. */
class BuiltInAdaptersTest {

    private static Event one(String adapter, String name, String... headers) throws Exception {
        List<Event> events = read(builtIn(adapter), sample(adapter + "/" + name), headers);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alertmanager",
                "burrow",
                "github",
                "gitlab",
                "grafana",
                "jenkins",
                "kapacitor",
                "pagerduty",
                "prometheus",
                "sentry",
                "sns"
            })
    void everySampleBecomesEventsWithAMessageAKindAndAComparableSeverity(String adapter) throws Exception {
        for (Map.Entry<String, String> sample : Asked.samples(adapter).entrySet()) {
            List<Event> events = read(builtIn(adapter), sample.getValue());
            assertThat(events).as(sample.getKey()).isNotEmpty();
            for (Event event : events) {
                assertThat(event.message())
                        .as(sample.getKey())
                        .isNotBlank()
                        .doesNotContain("{{")
                        .doesNotContain("event of " + adapter);
                assertThat(event.kind()).as(sample.getKey()).startsWith("urn:").doesNotEndWith(":");
                assertThat(event.severity().flatMap(Severity::of))
                        .as(sample.getKey() + event.severity())
                        .isPresent();
                assertThat(event.has(Assembly.CUT)).as(sample.getKey()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "karrot-open,open,ERR,error,1795,7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210",
        "karrot-close,close,OK,info,9,7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210",
        "karrot-ok,status,OK,info,9,",
        "karrot-nomaxlag,status,OK,info,0,",
        "karrot-open-old-1.1,open,ERR,error,1733,7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210",
        "real-karrot-warn,open,WARN,warning,312,f0bd4745-569d-4649-a6f7-f407866eb3de",
        "real-karrot-ok,status,OK,info,20,",
        "open,open,ERR,error,,7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210",
        "open-warn,open,WARN,warning,,7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210",
        "close,close,OK,info,,7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210",
        "slack-open,open,ERR,error,1795,",
        "slack-close,close,OK,info,1795,"
    })
    void burrowsOpenCloseAndPlainStatusAreToldApart(
            String name, String state, String status, String severity, String lag, String incident) throws Exception {
        Event event = one("burrow", name);
        assertThat(event.text("state")).contains(state);
        assertThat(event.kind()).isEqualTo("urn:kafka:consumer-lag:" + status);
        assertThat(event.severity()).contains(severity);
        assertThat(event.text("lag").orElse(null)).isEqualTo(lag);
        assertThat(event.text("incident").orElse(null)).isEqualTo(incident);
        assertThat(event.key()).as("each report of a lag counts").isEmpty();
    }

    @Test
    void burrowsResultKeepsItsNamesAndNothingTellsItsApiKey() throws Exception {
        Event event = one("burrow", "karrot-open");
        assertThat(event.text("group")).contains("shop-indexer");
        assertThat(event.get("totallag")).isEqualTo(1795L);
        assertThat(event.get("maxlag.current_lag")).isEqualTo(1733L);
        assertThat(event.get("maxlag.start.lag")).isEqualTo(1204L);
        assertThat(event.has("partitions.1.end.lag")).isTrue();
        assertThat(event.get("partitions.1.end.lag")).isNull();
        assertThat(event.message()).isEqualTo("shop-indexer on prod-eu is ERR, 1795 behind");
        assertThat(one("burrow", "karrot-close").message())
                .isEqualTo("shop-indexer on prod-eu has recovered, 9 behind");
        assertThat(new String(one("burrow", "open").json())).doesNotContain("api_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Event\":{\"Result\":{\"group\":\"g\",\"cluster\":\"c\",\"status\":\"ERR\",\"totallag\":5,\"maxlag\":null,\"partitions\":null}}}",
                "{\"Event\":{\"Group\":\"g\",\"Cluster\":\"c\",\"ID\":null,\"Start\":null,\"Result\":{\"status\":\"ERR\",\"totallag\":5,\"maxlag\":{\"start\":null,\"end\":null,\"current_lag\":null}}}}"
            })
    void burrowMayLeaveOutOrNullWhatItLikes(String body) throws Exception {
        List<Event> events = read(builtIn("burrow"), body);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).message()).isEqualTo("g on c is ERR, 5 behind");
        assertThat(events.get(0).text("state")).contains("open");
    }

    @Test
    void kapacitorsRowsBecomeOneEventEach() throws Exception {
        List<Event> events = read(builtIn("kapacitor"), sample("kapacitor/three-rows-ok"));
        assertThat(events).hasSize(3);
        assertThat(events)
                .extracting(event -> event.get("text"))
                .containsExactly("registry.example.test/shop:4.1", "registry.example.test/shop:4.2", "worker died");
        assertThat(events).extracting(event -> event.get("row")).containsExactly(1L, 2L, 3L);
        assertThat(events).extracting(event -> event.get("rows")).containsOnly(3L);
        assertThat(events).extracting(event -> event.get("app")).containsExactly("shop-prod", "shop-prod", null);
        assertThat(events.get(0).get("status")).isEqualTo("resolved");
        assertThat(events.get(0).timestamp()).hasToString("2026-02-03T10:59:00Z");
    }

    @Test
    void kapacitorsAlertKeepsItsMessageLevelAndColumns() throws Exception {
        Event event = one("kapacitor", "5xx-critical");
        assertThat(event.message())
                .isEqualTo("shop-prod: Excessive 5xxs  Metric: router.status.503  Sigma: 2.31 Count: 140");
        assertThat(event.severity()).contains("critical");
        assertThat(event.get("count")).isEqualTo(140L);
        assertThat(event.get("sigma").toString()).isEqualTo("2.3094");
        assertThat(event.get("alert")).isEqualTo("router.status.503:nil");
        assertThat(event.get("body.previousLevel")).isEqualTo("OK");
        assertThat(one("kapacitor", "no-data").message()).isEqualTo("cpu is dead");
    }

    @Test
    void alertmanagersAlertsBecomeOneEventEach() throws Exception {
        List<Event> events = read(builtIn("alertmanager"), sample("alertmanager/mixed"));
        assertThat(events).extracting(Event::message).containsExactly("/var has 2% left", "Resolved: DiskFull");
        assertThat(events).extracting(event -> event.severity().orElse("")).containsExactly("page", "resolved");
        assertThat(events)
                .extracting(event -> event.timestamp().toString())
                .containsExactly("2026-11-20T09:00:00Z", "2026-11-20T09:30:00Z");
        assertThat(events).extracting(event -> event.get("status")).containsExactly("firing", "resolved");
        assertThat(events.get(0).get("labels.severity")).isEqualTo("page");
        assertThat(events.get(0).get("body.groupKey")).isEqualTo("{}:{}");
    }

    @Test
    void theSameStateOfTheSameAlertHasTheSameKeyAndAnotherStateAnother() throws Exception {
        String firing = sample("alertmanager/firing");
        List<Event> first = read(builtIn("alertmanager"), firing);
        List<Event> again =
                read(builtIn("alertmanager"), firing.replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":1"));
        List<Event> over = read(builtIn("alertmanager"), sample("alertmanager/resolved"));
        assertThat(again)
                .extracting(Event::key)
                .isEqualTo(first.stream().map(Event::key).toList());
        assertThat(first.get(0).key()).isPresent().isNotEqualTo(first.get(1).key());
        assertThat(over.get(0).key()).isPresent().isNotEqualTo(first.get(0).key());
    }

    @Test
    void prometheusItselfSaysByTheEndWhetherAnAlertIsOver() throws Exception {
        List<Event> firing = read(builtIn("prometheus"), sample("prometheus/firing"));
        assertThat(firing).extracting(Event::message).containsExactly("web-1 answers slowly", "web-2 answers slowly");
        assertThat(firing).extracting(event -> event.get("status")).containsOnly("firing");
        Event over = one("prometheus", "resolved");
        assertThat(over.message()).isEqualTo("Resolved: web-1 answers slowly");
        assertThat(over.timestamp()).hasToString("2026-02-20T10:02:18.157Z");
        String later = sample("prometheus/firing").replace("2099-11-20T09:55", "2099-11-20T09:56");
        assertThat(read(builtIn("prometheus"), later))
                .extracting(Event::key)
                .as("Prometheus moves the end with every repeat")
                .isEqualTo(firing.stream().map(Event::key).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "push|Codertocat pushed 1 commit(s) to refs/heads/main of Codertocat/Hello-World: Update README|info",
                "workflow_run|Build #562 failure in Codertocat/Hello-World (main)|error",
                "issues|Codertocat opened issue #1 of Codertocat/Hello-World: Spelling error in the README file|info",
                "pull_request|Codertocat merged pull request #2 of Codertocat/Hello-World: Update the README with new information.|info",
                "release|Codertocat published release 0.0.1 of Codertocat/Hello-World|info",
                "deployment_status|Deployment of Codertocat/Hello-World to production: success|info",
                "deployment|Codertocat deploys main of Codertocat/Hello-World to production|info",
                "ping|GitHub says: Non-blocking is better than blocking.|info"
            })
    void githubsEvents(String name, String message, String severity) throws Exception {
        Event event = one("github", name, "X-GitHub-Event", name, "X-GitHub-Delivery", "72d3162e");
        assertThat(event.message()).isEqualTo(message);
        assertThat(event.severity()).contains(severity);
        assertThat(event.kind()).startsWith("urn:github:" + name);
        assertThat(event.get("repository")).isEqualTo("Codertocat/Hello-World");
        assertThat(event.key()).contains("github 72d3162e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "push|John Smith pushed 4 commit(s) to refs/heads/master of mike/diaspora|info|2011-12-12T12:27:31Z",
                "pipeline|Pipeline #31 of mike/diaspora (master): failed|error|2016-08-12T15:26:29Z",
                "merge_request|Administrator: open merge request !1 of mike/diaspora: MS-Viewport|info|2013-12-03T17:23:34Z",
                "issue|Administrator: open issue #23 of mike/diaspora: New API: create/update/delete file|info|2013-12-03T17:15:43Z",
                "release|Release v1.1 of mike/diaspora: create|info|2020-11-02T12:55:12Z",
                "deployment|Deployment of mike/diaspora to staging: success|info|2021-04-28T19:50:00Z",
                "job|Job test of gitlab-org/gitlab-test (gitlab-script-trigger): success|info|2021-02-23T02:41:40Z"
            })
    void gitlabsEvents(String name, String message, String severity, String timestamp) throws Exception {
        Event event = one("gitlab", name, "Idempotency-Key", "f5e5f430");
        assertThat(event.message()).isEqualTo(message);
        assertThat(event.severity()).contains(severity);
        assertThat(event.timestamp()).hasToString(timestamp);
        assertThat(event.key()).contains("gitlab f5e5f430");
    }

    @Test
    void jenkinsBuilds() throws Exception {
        Event done = one("jenkins", "completed");
        assertThat(done.message()).isEqualTo("asgard #18 completed: SUCCESS");
        assertThat(done.timestamp()).hasToString("2015-11-20T06:13:20Z");
        assertThat(done.viewLink()).contains("http://localhost:8080/job/asgard/18/");
        assertThat(one("jenkins", "failed").severity()).contains("error");
        Event started = one("jenkins", "started");
        assertThat(started.message())
                .as("the status is that of the build before")
                .isEqualTo("shop #4 started");
        assertThat(started.severity()).contains("info");
    }

    @Test
    void grafanasAlerts() throws Exception {
        Event firing = one("grafana", "firing");
        assertThat(firing.message()).isEqualTo("This alert was triggered for zone us-1");
        assertThat(firing.timestamp()).hasToString("2021-10-12T07:51:03.157076Z");
        assertThat(firing.ackLink()).isPresent();
        assertThat(firing.get("values.C")).isEqualTo(1L);
        Event over = one("grafana", "resolved");
        assertThat(over.message()).isEqualTo("Resolved: The system has high CPU usage");
        assertThat(over.viewLink()).contains("https://play.grafana.org/d/1?viewPanel=2");
    }

    @Test
    void sentrysAlertsAndIssues() throws Exception {
        Event alert = one("sentry", "event-alert", "Request-ID", "r1");
        assertThat(alert.message()).isEqualTo("ReferenceError: heck is not defined");
        assertThat(alert.timestamp()).hasToString("2019-08-19T21:06:17.403Z");
        assertThat(alert.key()).contains("sentry r1");
        assertThat(one("sentry", "metric-alert").severity()).contains("resolved");
        assertThat(one("sentry", "issue").message()).isEqualTo("Error: Hello from sentry: resolved");
        assertThat(one("sentry", "plugin").timestamp()).hasToString("2015-11-17T22:27:50Z");
    }

    @Test
    void pagerdutysEventsWithoutTheirKey() throws Exception {
        Event trigger = one("pagerduty", "trigger");
        assertThat(trigger.message()).isEqualTo("DISK at 99% on machine prod-datapipe03.example.com");
        assertThat(trigger.kind()).isEqualTo("urn:pagerduty:trigger");
        assertThat(trigger.source()).contains("prod-datapipe03.example.com");
        assertThat(trigger.get("custom_details.free space")).isEqualTo("1%");
        assertThat(new String(trigger.json())).doesNotContain("routing_key");
        assertThat(one("pagerduty", "resolve").message()).isEqualTo("Resolve samplekeyhere");
        assertThat(one("pagerduty", "resolve").severity()).contains("resolved");
        assertThat(one("pagerduty", "change").kind()).isEqualTo("urn:pagerduty:change");
    }

    @Test
    void snsTellsOfASubscriptionInsteadOfConfirmingIt() throws Exception {
        Event asked = one("sns", "subscription");
        assertThat(asked.kind()).isEqualTo("urn:aws:sns:SubscriptionConfirmation");
        assertThat(asked.message()).contains("open the link");
        assertThat(asked.viewLink().orElse(""))
                .startsWith("https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription");
        assertThat(asked.has("Token")).isFalse();
    }

    @Test
    void snsMessagesMayBeJsonThemselves() throws Exception {
        Event alarm = one("sns", "alarm");
        assertThat(alarm.message()).startsWith("cpu-high is ALARM: Threshold Crossed");
        assertThat(alarm.get("Message.Trigger.MetricName")).isEqualTo("CPUUtilization");
        assertThat(alarm.timestamp()).hasToString("2026-11-20T10:15:30.123Z");
        Event plain = one("sns", "notification");
        assertThat(plain.message()).isEqualTo("My First Message");
        assertThat(plain.key()).contains("sns 22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
        assertThat(plain.get("Message")).isEqualTo("Hello world!");
    }
}
