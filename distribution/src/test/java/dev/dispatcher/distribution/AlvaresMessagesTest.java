/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How things are told, with one start of the example. */
class AlvaresMessagesTest {

    @TempDir
    static Path folder;

    private static Alvares alvares;

    @BeforeAll
    static void begin() throws IOException {
        alvares = new Alvares(folder);
        alvares.archive.run();
    }

    @AfterAll
    static void end() throws InterruptedException {
        alvares.close();
    }

    @BeforeEach
    void forget() {
        alvares.neighbours.calls.clear();
    }

    @Test
    void errorsAndRecommendationsAreToldAsBefore() throws Exception {
        Alvares.Recording error = Alvares.Recording.of("error");
        Alvares.Recording recommendation = Alvares.Recording.of("recommendation");
        alvares.send(error.request());
        alvares.send(recommendation.request());

        List<Map<String, Object>> expected = new ArrayList<>(recommendation.to("/slack"));
        for (Map<String, Object> message : error.to("/slack")) {
            Map<String, Object> quoted = new LinkedHashMap<>(message);
            // fault 12: quotes were taken out of traces
            quoted.computeIfPresent(
                    "text", (name, text) -> ((String) text).replace("answered denied", "answered \"denied\""));
            expected.add(quoted);
        }
        alvares.assertSlackSays(expected);
    }

    @Test
    void fault1TheExampleWithoutReplicasIsToldAsADeployment() throws Exception {
        alvares.send(Alvares.Recording.of("deployment").request());

        List<Map<String, Object>> expected = new ArrayList<>();
        for (Map<String, Object> message :
                Alvares.Recording.of("deployment-replicas2").to("/slack")) {
            Map<String, Object> without = new LinkedHashMap<>(message);
            without.computeIfPresent(
                    "text",
                    (name, text) ->
                            ((String) text).replaceFirst("^2 replica\\(s\\) of (\\S+ \\S+) are being", "$1 is being"));
            expected.add(without);
        }
        assertThat(expected.toString()).contains("*Monitor application* is being deployed in *active*");
        alvares.assertSlackSays(expected);
    }

    @Test
    void fault7ThePipelineGetsTypesAndNestedFieldsAndNothingWithoutACluster() throws Exception {
        alvares.archive.put("/api/v1/deployment", "{\"applicationName\": \"none\"}");
        alvares.archive.put(
                "/api/v1/deployment",
                "{\"applicationName\": \"a\", \"cluster\": \"stage\", \"replicas\": 2, \"labels\": {\"x\": [true]}}");

        await().atMost(Archive.PATIENCE)
                .until(() -> !alvares.neighbours.to("/flottsbro").isEmpty());
        assertThat(alvares.neighbours.to("/flottsbro")).hasSize(1);
        assertThat(alvares.neighbours.to("/flottsbro").get(0).path()).isEqualTo("/flottsbro/v1/latest/stage");
        assertThat(alvares.neighbours.to("/flottsbro").get(0).body())
                .containsEntry("replicas", 2L)
                .containsEntry("labels.x.0", true);
        await().atMost(Archive.PATIENCE).until(() -> alvares.slack().size() == 2);
    }

    @Test
    void fault12WhatSlackWouldTakeForMarkupIsOnlyText() throws Exception {
        String name = "<!channel> *bold* & \\\"quoted\\\"";
        alvares.archive.put(
                "/api/v1/deployment",
                "{\"applicationName\": \"a\", \"cluster\": \"mars\", \"friendlyName\": \"" + name + "\"}");
        alvares.archive.put(
                "/api/v1/error",
                "{\"message\": \"" + name + "\", \"stackTrace\": \"``` <@U1>\", \"slackChannels\": \"#e\"}");

        await().atMost(Archive.PATIENCE).until(() -> alvares.slack().size() == 2);
        assertThat(alvares.slack())
                .extracting(message -> message.get("text"))
                .containsExactlyInAnyOrder(
                        "*&lt;!channel&gt; ∗bold∗ &amp; \"quoted\"* is being deployed in *mars*, this may take up to 30"
                                + " seconds.\n:warning: Nobody knows this cluster, so there are no addresses.",
                        "*&lt;!channel&gt; ∗bold∗ &amp; \"quoted\"* \n```\n''' &lt;@U1&gt;\n```");
    }

    @Test
    void fault13HealthChecksNeedNoJsonAndUnknownPathsAreNotFound() throws Exception {
        assertThat(alvares.archive.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(alvares.archive.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(alvares.archive.get("/metrics").statusCode()).isEqualTo(200);
        assertThat(alvares.archive.get("/_monitor").statusCode()).isEqualTo(404);
        assertThat(alvares.archive.get("/api/v1/deployment").statusCode()).isEqualTo(405);
    }

    @Test
    void fault8WithoutChannelsOfItsOwnAnErrorGoesToTheDefaultOnes() throws Exception {
        alvares.archive.put("/api/v1/error", "{\"message\": \"x\", \"slackChannels\": null}");
        await().atMost(Archive.PATIENCE).until(() -> alvares.slack().size() == 1);
        assertThat(alvares.slack().get(0)).containsEntry("channel", "#ops-log").containsEntry("text", "x");
    }
}
