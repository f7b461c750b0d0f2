/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Outcomes.Attempt;
import dev.dispatcher.api.Outcomes.Delivery;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.testkit.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KarrotPortalTest {

    private static final Instant LATER = Instant.parse("2026-11-20T15:00:07Z");

    private final Karrot karrot = new Karrot();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "burrow-karrot-open",
                "burrow-karrot-open-old-1.1",
                "burrow-karrot-close",
                "burrow-karrot-ok",
                "burrow-karrot-nomaxlag",
                "burrow-open",
                "burrow-slack-open"
            })
    void aReportIsTakenAndEchoed(String name) {
        Route.Response answer = karrot.post(Karrot.sample(name));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
        assertThat(karrot.json(answer))
                .isEqualTo(karrot.read(Karrot.sample(name).getBytes(StandardCharsets.UTF_8)));
        assertThat(karrot.intake.events()).hasSize(1);
    }

    @Test
    void aCloseMayComeByDelete() {
        Route.Response answer = karrot.send(FakeRequest.of("DELETE", "/burrow")
                .with("Content-Type", "application/json")
                .body(Karrot.sample("burrow-close").getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(only().get("incident")).isEqualTo("7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210");
        assertThat(only().get("state")).isEqualTo("close");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 422 | no report of Burrow",
                "{\"Event\": {}} | 422 | no report of Burrow",
                "{\"Event\": {\"Result\": {}}} | 422 | the name of the cluster is missing; the name of the group is missing;"
                        + " Event.Result.totallag should be a number, and is missing",
                "{\"Event\": {\"Result\": {\"cluster\": \"c\", \"group\": \" \", \"totallag\": 1}}} | 422 | the name of the group",
                "{\"Event\": {\"Result\": {\"cluster\": \"c\", \"group\": \"g\", \"totallag\": \"many\"}}} | 422 | should be a number",
                "{\"Event\": {\"Result\": {\"cluster\": \"c\", \"group\": \"g\", \"totallag\": -1}}} | 422 | 0 or more, not -1",
                "{\"events\": [{\"id\": \"1\", \"event\": {}}]} | 422 | the name of the group is missing",
                "{ | 400 | ",
                "null | 422 | ",
                "7 | 422 | ",
            })
    void fault1AnUnusableBodyIsAnErrorWithTheCodeOfOne(String body, int status, String message) {
        Route.Response answer = karrot.post(body);
        assertThat(answer.status() / 100).isEqualTo(4);
        Map<?, ?> told = karrot.json(answer);
        assertThat(told.get("status")).isEqualTo("error");
        assertThat(told.keySet()).isEqualTo(java.util.Set.of("status", "msg", "time"));
        if (message != null) {
            assertThat(answer.status()).isEqualTo(status);
            assertThat((String) told.get("msg")).contains(message);
        }
        assertThat(karrot.intake.events()).isEmpty();
        assertThat(karrot.context.count("refused")).isEqualTo(1);
    }

    @Test
    void fault12StatusIncidentAndPartitionsAreKept() {
        karrot.post(Karrot.sample("burrow-karrot-open"));
        assertThat(only().fields())
                .containsEntry("kind", "urn:kafka:consumer-lag:ERR")
                .containsEntry("status", "ERR")
                .containsEntry("state", "open")
                .containsEntry("severity", "error")
                .containsEntry("incident", "7a1f0c52-3d0b-4a8e-9a55-0c9f1be7d210")
                .containsEntry("cluster", "prod-eu")
                .containsEntry("group", "shop-indexer")
                .containsEntry("totallag", 1795L)
                .containsEntry("partitions.0.status", "STALL")
                .containsEntry("partitions.0.current_lag", 1733L)
                .containsEntry("partitions.1.status", "WARN");
        karrot.post(Karrot.sample("burrow-karrot-close"));
        assertThat(karrot.intake.events().get(1).get("state")).isEqualTo("close");
        karrot.post(Karrot.sample("burrow-karrot-ok"));
        assertThat(karrot.intake.events().get(2).get("state")).isEqualTo("status");
    }

    @Test
    void theHeartbeatHasKarrotsThreeWordsAndAsksForNoToken() {
        assertThat(karrot.json(karrot.get("/heartbeat")))
                .isEqualTo(Map.of("status", "success", "msg", "Karrot is healthy", "time", "2026-01-02T03:04:05Z"));
        assertThat(karrot.context.routes())
                .filteredOn(Route::open)
                .extracting(Route::path)
                .containsExactly("/heartbeat");
    }

    @Test
    void theSettingsAreShownUnderBothKeys() {
        Map<String, String> settings = Map.of("KARROT_LOG", "INFO");
        assertThat(karrot.json(karrot.get("/config")))
                .isEqualTo(Map.of("status", "success", "config", settings, "settings", settings));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_SECRET_ACCESS_KEY", "KARROT_TOKEN", "db-password", "API_KEY", "apiKey", "credentials"})
    void aSettingThatSoundsLikeASecretIsRefused(String name) {
        assertThatThrownBy(() -> new KarrotOptions("/", List.of("prometheus"), Map.of(name, "s3cr3t")))
                .hasMessageContaining(name)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void allReportersAreNamedInTheirOrder() {
        for (String path : List.of("/reporters", "/reporters/")) {
            assertThat(karrot.json(karrot.get(path)))
                    .isEqualTo(Map.of("reporters", List.of("prometheus", "cloudwatch")));
        }
    }

    @Test
    void aReporterThatIsNoneIsNotFound() {
        Route.Response answer = karrot.get("/reporters/cloudwacth");
        assertThat(answer.status()).isEqualTo(404);
        assertThat((String) karrot.json(answer).get("msg")).contains("[prometheus, cloudwatch]");
    }

    @Test
    void beforeTheFirstEventBothAreNull() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("last_event", null);
        nothing.put("last_event_timestamp", null);
        assertThat(reporter("cloudwatch")).isEqualTo(nothing);
    }

    @Test
    void eachReporterTellsTheLastEventThatItTookAndWhen() {
        karrot.intakeTells(Status.RUNNING, delivery("prometheus", "delivered"), delivery("cloudwatch", "waiting"));
        Event open = posted("burrow-karrot-open");

        assertThat(reporter("prometheus").get("last_event_timestamp")).isEqualTo("Fri, 20 Nov 2026 15:00:07 GMT");
        assertThat(reporter("prometheus").get("last_event"))
                .isEqualTo(karrot.read(Karrot.sample("burrow-karrot-open").getBytes(StandardCharsets.UTF_8))
                        .get("Event"));
        assertThat(reporter("cloudwatch").get("last_event")).isNull();

        karrot.context
                .outcomes()
                .become(
                        open,
                        Status.FINISHED,
                        delivery("prometheus", "delivered"),
                        delivery("cloudwatch", "delivered"));
        assertThat(reporter("cloudwatch").get("last_event")).isNotNull();
    }

    @Test
    void anOlderEventThatIsDeliveredLateIsNotTheLast() {
        Reporters reporters = new Reporters(List.of("cloudwatch"), karrot.context.outcomes());
        Event first = posted("burrow-karrot-open");
        Event second = posted("burrow-karrot-close");
        for (Event each : List.of(first, second)) {
            karrot.context.outcomes().become(each, Status.NEW, delivery("cloudwatch", "waiting"));
            reporters.follow(each, each.message());
        }
        karrot.context.outcomes().become(second, Status.FINISHED, delivery("cloudwatch", "delivered"));
        karrot.context.outcomes().become(first, Status.FINISHED, delivery("cloudwatch", "delivered"));
        assertThat(reporters.last("cloudwatch").orElseThrow().content()).isEqualTo(second.message());
    }

    @Test
    void whatIsNeverDeliveredIsNotWaitedForWithoutABound() {
        Reporters reporters = new Reporters(List.of("cloudwatch"), karrot.context.outcomes());
        Event event = posted("burrow-karrot-open");
        karrot.context.outcomes().become(event, Status.ERROR, delivery("cloudwatch", "retrying"));
        for (int i = 0; i < 1500; i++) {
            reporters.follow(event, "x");
        }
        assertThat(karrot.context.outcomes().followed()).isEqualTo(1000);
        reporters.close();
        assertThat(karrot.context.outcomes().followed()).isZero();
    }

    @Test
    void allPathsCanStandBehindAnother() {
        Karrot behind = new Karrot(new KarrotOptions("/karrot", List.of("prometheus"), Map.of()));
        assertThat(behind.get("/karrot/heartbeat").status()).isEqualTo(200);
        assertThatThrownBy(() -> new KarrotOptions("/a?b", List.of(), Map.of())).hasMessageContaining("path should");
    }

    private Event only() {
        return karrot.intake.events().get(0);
    }

    private Event posted(String sample) {
        karrot.post(Karrot.sample(sample));
        return karrot.intake.events().get(karrot.intake.events().size() - 1);
    }

    private Map<?, ?> reporter(String name) {
        List<?> all = (List<?>) karrot.json(karrot.get("/reporters/" + name)).get("reporters");
        return (Map<?, ?>) ((Map<?, ?>) all.get(0)).get(name);
    }

    private static Delivery delivery(String sink, String status) {
        return new Delivery(
                sink,
                "a rule",
                status,
                LATER,
                Optional.empty(),
                Arrays.asList(new Attempt(LATER, Duration.ZERO, Optional.empty())));
    }
}
