/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, with the words that were recorded. */
class FaultsTest {

    private final TestDatabase database = TestDatabase.h2();
    private Api api;

    @BeforeEach
    void start() throws Exception {
        api = new Api(database, Api.options(MasakariOptions.Unknown.REJECT));
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
        database.close();
    }

    private void refused(Response answer, int status, String recorded) throws Exception {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(api.body(answer)).isEqualTo(api.json(Api.recorded(recorded)));
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json; charset=UTF-8");
        assertThat(api.intake.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROCESS | DISK | error-400-type",
                "node1 | node99 | error-400-unknown-host",
                "\"event\" | \"evnt\" | error-400-extra",
                "}} | }, | error-400-json"
            })
    void refusesABody(String part, String instead, String recorded) throws Exception {
        String body = Api.recorded("process-create-req").replaceAll("\\s+", "").replace(part, instead);
        if (recorded.equals("error-400-extra")) {
            assertThat(new String(api.context.json().write(api.body(api.post(body))), "UTF-8"))
                    .contains("Additional properties are not allowed ('evnt' was unexpected)");
        } else {
            refused(api.post(body), 400, recorded);
        }
    }

    @Test
    void saysWhatAPayloadLacks() throws Exception {
        refused(
                api.post("{\"notification\":{\"type\":\"COMPUTE_HOST\",\"hostname\":\"node1\",\"generated_time\":"
                        + "\"2026-02-03\",\"payload\":{}}}"),
                400,
                "error-400-payload");
    }

    @ParameterizedTest
    @CsvSource({
        "generated-since, yesterday, error-400-generated-since",
        "limit, many, error-400-limit",
        "marker, 999, error-400-marker",
        "sort_dir, ASC, error-400-sort-dir",
        "sort_key, colour, error-400-sort-key"
    })
    void refusesAList(String name, String value, String recorded) throws Exception {
        refused(api.call(FakeRequest.get("/v1/notifications").query(name, value)), 400, recorded);
    }

    @Test
    void refusesVersionsThatNobodySpeaks() throws Exception {
        Response high = api.call(FakeRequest.get("/v1/notifications").with("OpenStack-API-Version", "instance-ha 9.9"));
        refused(high, 406, "error-406");
        assertThat(high.headers()).containsEntry("OpenStack-API-Version", "instance-ha 9.9");
        Response bad = api.call(FakeRequest.get("/v1/notifications").with("OpenStack-API-Version", "instance-ha 1"));
        refused(bad, 400, "error-400-version");
        assertThat(bad.headers()).doesNotContainKey("OpenStack-API-Version");
        assertThat(api.call(FakeRequest.get("/v1/notifications").with("OpenStack-API-Version", "compute 9.9"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatIsNotThereOrNotAllowed() throws Exception {
        String one = "/v1/notifications/0d3a3c0e-1a52-4c0f-bb2b-9f1f6a5e0001";
        refused(api.get(one), 404, "error-404");
        refused(api.call(FakeRequest.of("DELETE", one)), 405, "error-405");
        refused(api.call(FakeRequest.post("/v1/notifications", "application/xml", "<a/>")), 415, "error-415");
        refused(api.post(Api.recorded("process-create-req").replace("node1", "maint1")), 409, "error-409-maintenance");
    }

    @Test
    void asksForATokenThatAllowsIt() throws Exception {
        Response none = api.allowed("GET", "/v1/notifications");
        assertThat(none.status()).isEqualTo(401);
        assertThat(api.body(none)).isEqualTo(api.json(Api.recorded("error-401")));
        assertThat(none.headers()).containsKey("WWW-Authenticate");
        refused(api.allowed("POST", "/v1/notifications", Access.READ), 403, "error-403");
        assertThat(api.allowed("GET", "/v1/notifications", Access.READ).status())
                .isEqualTo(200);
        assertThat(api.allowed("GET", "/").status()).isEqualTo(200);
    }

    @Test
    void hasTheRecordedVersionDocuments() throws Exception {
        assertThat(api.body(api.get("/"))).isEqualTo(api.json(Api.recorded("versions-root-resp")));
        for (String path : new String[] {"/v1", "/v1/"}) {
            assertThat(api.body(api.get(path))).isEqualTo(api.json(Api.recorded("version-v1-resp")));
        }
        assertThat(api.body(api.get("/v1/notifications"))).isEqualTo(api.json(Api.recorded("list-empty-resp")));
    }

    @EachDatabase
    void knowsADuplicateByItsGeneratedTime(TestDatabase each) throws Exception {
        try (each;
                Api other = new Api(each, Api.options(MasakariOptions.Unknown.REJECT))) {
            String body = Api.recorded("host-create-req");
            assertThat(other.post(body).status()).isEqualTo(202);
            Response again = other.post(body.replace("10:15:30", "10:18:30"));
            assertThat(again.status()).isEqualTo(409);
            assertThat(other.body(again)).isEqualTo(other.json(Api.recorded("error-409-duplicate")));
            assertThat(other.post(body.replace("2026", "2020")).status()).isEqualTo(409);
            assertThat(other.intake.events()).hasSize(1);
            assertThat(other.post(body.replace("10:15:30", "10:18:31")).status())
                    .isEqualTo(202);
        }
    }

    @EachDatabase
    void keepsNothingThatIntakeDidNotTakeSoThatTheSenderMayTryAgain(TestDatabase each) throws Exception {
        try (each;
                Api other = new Api(each, Api.options(MasakariOptions.Unknown.REJECT))) {
            other.intake.refuse(DeliveryException.retryable("full"));
            assertThat(other.post(Api.recorded("host-create-req")).status()).isEqualTo(503);
            assertThat(other.notifications(other.get("/v1/notifications"))).isEmpty();
            assertThat(other.post(Api.recorded("host-create-req")).status()).isEqualTo(202);
        }
    }
}
