/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Outcomes.Attempt;
import dev.dispatcher.api.Outcomes.Delivery;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests recorded from Masakari, and its answers. */
class RecordedTest {

    private static final MasakariOptions LEARN = Api.options(MasakariOptions.Unknown.LEARN);

    @EachDatabase
    @SuppressWarnings("unchecked")
    void answersAsRecordedAndHandsTheEventToIntake(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database, LEARN)) {
            for (String kind : List.of("host", "process", "vm")) {
                Response answer = api.post(Api.recorded(kind + "-create-req"));
                assertThat(answer.status()).isEqualTo(202);
                assertThat(answer.headers())
                        .containsEntry("OpenStack-API-Version", "masakari 1.0")
                        .containsEntry("Vary", "OpenStack-API-Version")
                        .containsEntry("Content-Type", "application/json");
                Map<String, Object> recorded = new LinkedHashMap<>((Map<String, Object>)
                        ((Map<?, ?>) api.json(Api.recorded(kind + "-create-resp"))).get("notification"));
                Map<String, Object> got = api.notification(answer);
                assertThat(new ArrayList<>(got.keySet())).isEqualTo(new ArrayList<>(recorded.keySet()));
                Event event = api.intake.events().get(api.intake.events().size() - 1);
                assertThat(event.id()).isEqualTo(got.get("notification_uuid"));
                assertThat(event.kind()).isEqualTo("urn:openstack:masakari:" + got.get("type"));
                assertThat(event.text("payload.event")).isPresent();
                recorded.put("notification_uuid", got.get("notification_uuid"));
                if (kind.equals("vm")) {
                    // node2 is learned
                    recorded.put("source_host_uuid", got.get("source_host_uuid"));
                }
                assertThat(got).isEqualTo(recorded);
            }
            assertThat(api.notifications(api.get("/v1/notifications")))
                    .extracting(each -> each.get("id"))
                    .containsExactly(3L, 2L, 1L);
        }
    }

    @EachDatabase
    void tellsWhatBecameOfTheEventAlsoAfterTheHostForgotIt(TestDatabase database) throws Exception {
        try (database;
                Api api = new Api(database, LEARN)) {
            String uuid = (String) api.notification(api.post(Api.recorded("process-create-req")))
                    .get("notification_uuid");
            assertThat(api.notification(api.get("/v1/notifications/" + uuid)).get("status"))
                    .isEqualTo("new");
            Event event = api.intake.events().get(0);
            api.context.outcomes().become(event, Status.NEW);
            new Tracker(
                            api.context,
                            new Notifications(api.context.database(Notifications.CHANGELOG), api.context.json()),
                            Duration.ofDays(1))
                    .resume();
            Instant at = Instant.parse("2026-02-03T10:15:32.202020Z");
            api.context
                    .outcomes()
                    .become(
                            event,
                            Status.FINISHED,
                            new Delivery(
                                    "pager",
                                    "hosts",
                                    "delivered",
                                    at,
                                    Optional.empty(),
                                    List.of(
                                            new Attempt(at, Duration.ZERO, Optional.of("503")),
                                            new Attempt(at, Duration.ZERO, Optional.empty()))));
            api.context.outcomes().forget(uuid);
            FakeRequest detailed =
                    FakeRequest.get("/v1/notifications/" + uuid).with("OpenStack-API-Version", "instance-ha 1.1");
            Map<String, Object> shown = api.notification(api.call(detailed));
            Map<?, ?> recorded = (Map<?, ?>) ((Map<?, ?>) api.json(Api.recorded("show-1.1-resp"))).get("notification");
            assertThat(new ArrayList<Object>(shown.keySet())).isEqualTo(new ArrayList<Object>(recorded.keySet()));
            assertThat(shown).containsEntry("status", "finished");
            assertThat(shown.get("generated_time")).isEqualTo(recorded.get("generated_time"));
            assertThat(shown.get("updated_at")).isEqualTo("2026-02-03T10:15:31.000000");
            Map<?, ?> task = (Map<?, ?>) ((List<?>) shown.get("recovery_workflow_details")).get(0);
            Map<?, ?> like = (Map<?, ?>) ((List<?>) recorded.get("recovery_workflow_details")).get(0);
            assertThat(new ArrayList<Object>(task.keySet())).isEqualTo(new ArrayList<Object>(like.keySet()));
            assertThat(task.get("state")).isEqualTo("SUCCESS");
            assertThat(((List<?>) task.get("progress_details")).stream().map(step ->
                            (Object) ((Map<?, ?>) step).get("message")))
                    .containsExactly("to sink pager by rule hosts", "failed: 503", "delivered");
            assertThat(api.notifications(
                            api.call(FakeRequest.get("/v1/notifications").query("status", "finished"))))
                    .singleElement()
                    .satisfies(each -> assertThat(each).doesNotContainKey("recovery_workflow_details"));
            assertThat(api.notification(api.get("/v1/notifications/" + uuid)))
                    .doesNotContainKey("recovery_workflow_details");
        }
    }
}
