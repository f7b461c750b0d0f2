/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.testkit.TestPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment sets off, with the example and the variables of a start of its own. */
class AlvaresTest {

    @TempDir
    Path folder;

    private Alvares alvares;

    @BeforeEach
    void begin() throws IOException {
        alvares = new Alvares(folder);
    }

    @AfterEach
    void end() throws InterruptedException {
        alvares.close();
    }

    @Test
    void aDeploymentIsToldWatchedScannedKeptAndPassedOnAsBefore() throws Exception {
        Alvares.Recording before = Alvares.Recording.of("deployment-replicas2");
        try (TestPostgres postgres = TestPostgres.start()) {
            postgres.create("dizin");
            alvares.archive.environment.put("DB_URL", postgres.url("dizin"));
            alvares.archive.environment.put("DB_PASSWORD", "any");
            alvares.without();
            alvares.archive.run();
            alvares.send(before.request());

            alvares.assertSlackSays(before.to("/slack"));
            Map<String, Object> monitor =
                    new LinkedHashMap<>(before.to("/utr/newMonitor").get(0));
            // with the delay and the repetition, as version 2 of the API asks for
            monitor.put("alert_contacts", monitor.get("alert_contacts") + "_0_0");
            assertThat(alvares.neighbours.to("/utr/newMonitor").get(0).body()).containsAllEntriesOf(monitor);
            await().untilAsserted(() ->
                    assertThat(alvares.neighbours.to("/flottsbro")).hasSize(1));
            Neighbours.Call told = alvares.neighbours.to("/flottsbro").get(0);
            assertThat(told.path()).isEqualTo("/flottsbro/v1/latest/active");
            assertThat(told.headers())
                    .containsEntry("api_key", "fkey")
                    .containsEntry("content-type", "application/json");
            assertThat(told.body()).containsAllEntriesOf(before.to("/flottsbro").get(0));
            // two keys know the profile, and it is scanned once
            await().untilAsserted(() -> assertThat(alvares.neighbours.to("/detectify/scans/abc123xyz456/"))
                    .extracting(Neighbours.Call::method)
                    .containsExactly("GET", "POST"));
            try (Connection connection = postgres.source("dizin").getConnection()) {
                await().ignoreExceptions().until(() -> row(connection).contains("Monitor application"));
                assertThat(row(connection))
                        .isEqualTo("kth-azure-app Monitor application active 2.0.11_abc123 abc123 team-studadm"
                                + " https://app.kth.se/kth-azure-app/_monitor [\"2\"]");
            }
        }
    }

    private static String row(Connection connection) throws Exception {
        try (ResultSet row = connection
                .createStatement()
                .executeQuery(
                        "select concat_ws(' ', application_name, friendly_name, cluster, version, \"commit\", team,"
                                + " monitor_url, jsonb_path_query_array(deployment::jsonb, '$.replicas')) from deployments")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    @Test
    void aRemovalIsToldAndItsMonitorDeletedAsBefore() throws Exception {
        Alvares.Recording before = Alvares.Recording.of("deployment-removed-known-monitor");
        alvares.neighbours.monitor("https://app.kth.se/known-app/_monitor", "Known app");
        alvares.archive.environment.put("FEATURE_FLAG_UTR_DELETE_ON_ZERO_REPLICAS", "Yes");
        alvares.archive.run();
        alvares.send(before.request());

        alvares.assertSlackSays(before.to("/slack"));
        assertThat(alvares.neighbours.to("/utr/deleteMonitor").get(0).body())
                .containsEntry("id", "555")
                .containsEntry("api_key", "utrkey");
        assertThat(alvares.neighbours.monitors).isEmpty();
        await().untilAsserted(
                        () -> assertThat(alvares.neighbours.to("/flottsbro")).hasSize(1));
        assertThat(alvares.neighbours.to("/detectify")).isEmpty();
    }

    @Test
    void modulesThatWereSwitchedOffByTheirOldNamesAreOffAndNeedNoVariables() throws Exception {
        alvares.without(
                "modules.subscribers.database.cosmosdb",
                "modules.subscribers.detectify.detectify",
                "modules.subscribers.uptimerobot.uptimerobot",
                "modules.subscribers.application_endpoint.application_endpoint",
                "modules.subscribers.slack.slack_error",
                "modules.subscribers.lofsdalen.lofsdalen",
                "modules.subscribers.lighthouse.lighthouse");
        alvares.archive.environment.keySet().removeIf(name -> name.startsWith("UTR_") || name.startsWith("DETECTIFY_"));
        alvares.archive.run();
        alvares.send(Alvares.Recording.of("error").request());
        alvares.send(Alvares.Recording.of("deployment-replicas2").request());
        alvares.send(Alvares.Recording.of("recommendation").request());

        await().atMost(Archive.PATIENCE)
                .until(() -> alvares.slack().size() == 5
                        && alvares.neighbours.to("/flottsbro").size() == 1);
        assertThat(alvares.slack())
                .extracting(message -> message.get("username"))
                .containsOnly("Deployment started", "Cluster Deployment");
        assertThat(alvares.neighbours.calls).hasSize(6);
    }

    @Test
    void fault14DeploymentsOfOneApplicationAtTheSameMomentMakeOneMonitor() throws Exception {
        alvares.without("modules.subscribers.database.cosmosdb", "modules.subscribers.slack.slack_deployment");
        alvares.archive.run();
        int many = 20;
        ExecutorService senders = Executors.newFixedThreadPool(4);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String body = "{\"applicationName\": \"a\", \"cluster\": \"active\", \"applicationPath\": \"/a\","
                    + " \"version\": \"" + i + "\"}";
            answers.add(senders.submit(() -> alvares.archive.put("/api/v1/deployment", body)));
        }
        for (Future<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
        senders.shutdown();

        await().atMost(Archive.PATIENCE)
                .until(() -> alvares.neighbours.to("/utr/editMonitor").size()
                                + alvares.neighbours.to("/utr/newMonitor").size()
                        == many);
        assertThat(alvares.neighbours.to("/utr/newMonitor")).hasSize(1);
    }

    @Test
    void fault8WhereNoChannelIsLeftTheLossIsSeen() throws Exception {
        alvares.archive.environment.remove("SLACK_CHANNELS");
        alvares.archive.run();
        alvares.archive.put("/api/v1/error", "{\"message\": \"y\"}");
        await().atMost(Archive.PATIENCE)
                .untilAsserted(
                        () -> assertThat(alvares.archive.get("/metrics").body()).contains("dispatcher_dead_letters 1"));
    }

    @Test
    void fault2WhatWasAnsweredSurvivesAnOutageAndAKillAndTheOverrideTakesAllOfIt() throws Exception {
        alvares.neighbours.slack = 500;
        alvares.neighbours.pipeline = 400;
        alvares.archive.run();
        alvares.send(Alvares.Recording.of("deployment-replicas2").request());
        await().atMost(Archive.PATIENCE).until(() -> !alvares.slack().isEmpty());
        // a 4xx is seen, too
        await().atMost(Archive.PATIENCE)
                .untilAsserted(
                        () -> assertThat(alvares.archive.get("/metrics").body()).contains("dispatcher_dead_letters 1"));
        alvares.archive.kill();

        alvares.neighbours.slack = 200;
        alvares.neighbours.calls.clear();
        alvares.archive.environment.put("SLACK_CHANNEL_OVERRIDE", "#trial");
        alvares.archive.run();
        awaitMessagesOf("Deployment started", "Public information");

        alvares.send(Alvares.Recording.of("error").request());
        alvares.send(Alvares.Recording.of("recommendation").request());
        alvares.send(Alvares.Recording.of("deployment-replicas2").request());
        awaitMessagesOf("Monitoring", "Alvares Error", "Cluster Deployment");
        assertThat(alvares.slack())
                .extracting(message -> message.get("channel"))
                .containsOnly("#trial");
    }

    private void awaitMessagesOf(Object... senders) {
        await().atMost(Archive.PATIENCE)
                .untilAsserted(() -> assertThat(alvares.slack())
                        .extracting(message -> message.get("username"))
                        .contains(senders));
    }
}
