/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpStub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's way of an alert: made by the API, told by Kapacitor, and there in Slack, in mailboxes and at an address. */
class KapacitorAlertsTest {

    private static final String TASK = """
            {"app": "shop-prod", "tolerance": "low", "slack": "ops-alerts",
             "email": "oncall@example.test,lead@example.test", "post": "POST"}""";
    private static final String ALERT = """
            {"id": "router.status.503:nil", "message": "shop-prod: Excessive 5xxs  Metric: router.status.503  Sigma: 2.31 Count: 140",
             "details": "<h3>details</h3>", "time": "2026-02-03T09:50:00Z", "duration": 0, "level": "CRITICAL",
             "data": {"series": [{"name": "router.status.503", "columns": ["time", "count", "sigma", "value",COLUMNS],
               "values": [["2026-02-03T09:50:00Z", 140, 2.3094, 140,VALUES]]}]},
             "previousLevel": "OK", "recoverable": true}""";

    @TempDir
    Path folder;

    private final HttpStub slack = HttpStub.start();
    private final HttpStub hook = HttpStub.start();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private TaskBoard kapacitor;

    @BeforeEach
    void servers() throws IOException {
        kapacitor = new TaskBoard();
        mail.start();
        slack.always(Answer.status(200).body("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}"));
    }

    @AfterEach
    void end() {
        kapacitor.close();
        mail.stop();
        slack.close();
        hook.close();
    }

    private Map<String, String> environment(boolean internal) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PORT", String.valueOf(HttpStub.freePort()));
        environment.put("DISPATCHER_HOST", "127.0.0.1");
        environment.put("DISPATCHER_URL", "http://127.0.0.1:" + environment.get("PORT"));
        environment.put("KAPACITOR_URL", kapacitor.url() + "/");
        environment.put("KAPACITOR_TOKEN", "k4p-t0ken");
        environment.put("SLACK_TOKEN", "xoxb-1");
        environment.put("SLACK_API_URL", slack.uri("/api").toString());
        environment.put("MAIL_HOST", "127.0.0.1");
        environment.put("MAIL_PORT", String.valueOf(mail.getSmtp().getPort()));
        environment.put("MAIL_SECURITY", "none");
        environment.put("MAIL_FROM", "alerts@example.test");
        environment.put("MAIL_ALLOWED", "example.test");
        environment.put("POST_ALLOW_PRIVATE", String.valueOf(internal));
        return environment;
    }

    private void create(Archive archive) throws Exception {
        assertThat(archive.post(
                                "/task/5xx",
                                TASK.replace("POST", hook.uri("/hook").toString()))
                        .statusCode())
                .isEqualTo(201);
        assertThat(kapacitor.task("shop-prod-5xx")).contains("k4p-t0ken");
    }

    @Test
    void anAlertReachesTheChannelTheMailboxesAndTheAddressAndIsTriedAgain() throws Exception {
        try (Archive archive = new Archive(folder).runExample("kapacitor-alerts", environment(true))) {
            create(archive);
            slack.then(Answer.status(503));
            hook.then(Answer.status(500));
            assertThat(kapacitor.tell("shop-prod-5xx", ALERT)).isEqualTo(202);

            await().atMost(Archive.PATIENCE).until(() -> slack.requests().size() >= 2);
            assertThat(slack.requests().get(1).target()).isEqualTo("/api/chat.postMessage");
            assertThat(slack.requests().get(1).text()).contains("#ops-alerts", "Excessive 5xxs", "Count: 140");
            await().atMost(Archive.PATIENCE).until(() -> hook.requests().size() >= 2);
            assertThat(hook.requests().get(1).target()).isEqualTo("/hook");
            assertThat(hook.requests().get(1).text())
                    .contains(
                            "\"id\": \"router.status.503:nil\"", "\"level\": \"CRITICAL\"", "\"previousLevel\": \"OK\"")
                    .contains("\"app\": \"shop-prod\"", "\"value\": \"140\"", "<h3>details</h3>");
            await().atMost(Archive.PATIENCE).until(() -> mail.getReceivedMessages().length >= 2);
            assertThat(mail.getReceivedMessages()[0].getSubject()).contains("Excessive 5xxs");
            assertThat(mail.getReceivedMessages()[0].getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder("oncall@example.test", "lead@example.test");
        }
    }

    @Test
    void aTaskCannotChooseAnInternalAddressNorAMailboxThatIsNotListed() throws Exception {
        try (Archive archive = new Archive(folder).runExample("kapacitor-alerts", environment(false))) {
            create(archive);
            String elsewhere = "{\"app\": \"shop-prod\", \"email\": \"somebody@elsewhere.test\"}";
            assertThat(archive.post("/task/crashed", elsewhere).statusCode()).isEqualTo(201);
            assertThat(kapacitor.tell("shop-prod-5xx", ALERT)).isEqualTo(202);
            assertThat(kapacitor.tell("shop-prod-crash", ALERT)).isEqualTo(202);
            await().atMost(Archive.PATIENCE).until(() -> mail.getReceivedMessages().length >= 2);
            await().atMost(Archive.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(archive.get("/api/dead-letters").body())
                                    .contains("@elsewhere.test is not among those that an event may choose"));
            await().atMost(Archive.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(archive.get("/api/dead-letters").body()).contains("\"post\"", "127.0.0.1"));
            assertThat(hook.requests()).isEmpty();
            assertThat(mail.getReceivedMessages()).hasSize(2);
        }
    }

    @Test
    void alertsAreTakenFromKapacitorOnlyAndItsOwnTasksAreKnown() throws Exception {
        try (Archive archive = new Archive(folder).runExample("kapacitor-alerts", environment(true))) {
            create(archive);
            assertThat(archive.post(
                                    "/webhooks/kapacitor",
                                    ALERT.replace(",COLUMNS", "").replace(",VALUES", ""))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(slack.requests()).isEmpty();

            Archive.Ended imported = archive.command("kapacitor", "import", "--url", archive.base());
            assertThat(imported.code()).as(imported.err()).isZero();
            assertThat(imported.out()).isEqualToIgnoringNewLines("0 taken, 1 known already, 0 skipped");
        }
    }
}
