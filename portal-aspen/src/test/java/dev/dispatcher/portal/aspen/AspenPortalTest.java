/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AspenPortalTest {

    private final Aspen aspen = new Aspen("{}");

    @ParameterizedTest
    @CsvSource({"PUT,application/json", "POST,application/json; charset=utf-8", "PUT,application/vnd.aspen+json"})
    void theOldAnswerIsGivenToPutAndPost(String method, String type) {
        for (String what : List.of("deployment", "error", "recommendation")) {
            Route.Response answer = aspen.send(method, what, type, "{\"applicationName\": \"a\", \"message\": \"b\"}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("Content-Type", "text/html; charset=utf-8");
            assertThat(Aspen.text(answer)).isEqualTo("200 OK");
        }
        assertThat(aspen.intake.events())
                .extracting(Event::kind)
                .containsExactly("urn:aspen:deployment", "urn:aspen:error", "urn:aspen:recommendation");
    }

    @Test
    void allFieldsThatAreWrongAreTold() {
        Route.Response answer = aspen.put(
                "deployment",
                "{\"cluster\": [], \"version\": {}, \"replicas\": -1, \"applicationPath\": \"ftp://x/y\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(aspen.json(answer))
                .isEqualTo(Map.of(
                        "error",
                        "field 'applicationName': the field is missing; field 'cluster': should be a text, not a list; field"
                                + " 'version': should be a text, not an object; field 'replicas': should be 0 or more, not -1;"
                                + " field 'applicationPath': should be a path such as /shop, or an http or https address",
                        "faults",
                        List.of(
                                Map.of("field", "applicationName", "error", "the field is missing"),
                                Map.of("field", "cluster", "error", "should be a text, not a list"),
                                Map.of("field", "version", "error", "should be a text, not an object"),
                                Map.of("field", "replicas", "error", "should be 0 or more, not -1"),
                                Map.of(
                                        "field",
                                        "applicationPath",
                                        "error",
                                        "should be a path such as /shop, or an http or https address"))));
        assertThat(aspen.intake.events()).isEmpty();
        assertThat(aspen.context.count("refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[1]", "null", "\"x\"", "{", "", "{\"message\": \"\"}", "{\"message\": []}"})
    void whatIsNothingOfTheKindIsRefused(String body) {
        for (String what : List.of("deployment", "error", "recommendation")) {
            assertThat(aspen.put(what, body).status()).isEqualTo(400);
        }
        assertThat(aspen.intake.events()).isEmpty();
    }

    @Test
    void anotherContentTypeIsRefusedAsItAlwaysWas() {
        Route.Response answer = aspen.send("PUT", "error", "text/plain", "{\"message\": \"x\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(Aspen.text(answer)).contains("application/json");
    }

    @Test
    void fault1AMissingNumberOfReplicasIsADeploymentAndOnlyAnExplicitZeroARemoval() {
        for (Object unknown : new Object[] {null, "", "global", "2", 3, 10}) {
            Map<String, Object> deployment = Aspen.deployment();
            deployment.put("replicas", unknown);
            assertThat(aspen.deployed(deployment).kind()).isEqualTo("urn:aspen:deployment");
        }
        assertThat(aspen.deployed().message()).isEqualTo("shop is being deployed in active");
        for (Object zero : new Object[] {0, "0", " 0 "}) {
            Map<String, Object> deployment = Aspen.deployment();
            deployment.put("replicas", zero);
            assertThat(aspen.deployed(deployment).kind()).isEqualTo("urn:aspen:removal");
            assertThat(aspen.last().message()).isEqualTo("Started removing shop from active");
        }
    }

    @Test
    void fault7FieldsKeepTheirTypesAndNestedOnesAreNotLost() {
        aspen.put("deployment", "{\"applicationName\": \"x\", \"replicas\": 2, \"labels\": {\"a\": [1, true]}}");
        assertThat(aspen.last().get("replicas")).isEqualTo(2L);
        assertThat(aspen.last().get("labels.a.0")).isEqualTo(1L);
        assertThat(aspen.last().get("labels.a.1")).isEqualTo(true);
    }

    @Test
    void fault8ChannelsAreReadTheSameWayForAllThree() {
        String body = "{\"applicationName\": \"a\", \"message\": \"b\","
                + " \"slackChannels\": \" #ops , #dev,#ops,, nobody,#\\\"q\\\"\"}";
        for (String what : List.of("deployment", "error", "recommendation")) {
            aspen.put(what, body);
            assertThat(aspen.last().get("channels")).isEqualTo("#dev,#ops,#q");
        }
        aspen.put("error", "{\"message\": \"b\", \"slackChannels\": null, \"stackTrace\": null}");
        assertThat(aspen.last().get("channels")).isEqualTo("");
    }

    @Test
    void fault12QuotesAreKeptInWhatIsPassedOn() {
        aspen.put("error", "{\"message\": \"say \\\"no\\\" <&>\", \"stackTrace\": \"at \\\"x\\\"\\nexit\"}");
        assertThat(aspen.last().message()).isEqualTo("say \"no\" <&>");
        assertThat(aspen.last().get("stackTrace")).isEqualTo("at \"x\"\nexit");
    }

    @Test
    void fault13OnlyItsOwnPathsAreJsonOnlySoThatHealthChecksPass() {
        assertThat(aspen.context.routes())
                .extracting(route -> route.method() + " " + route.path())
                .containsExactlyInAnyOrder(
                        "PUT /api/v1/deployment",
                        "POST /api/v1/deployment",
                        "PUT /api/v1/error",
                        "POST /api/v1/error",
                        "PUT /api/v1/recommendation",
                        "POST /api/v1/recommendation");
        assertThat(aspen.context.routes()).extracting(Route::access).containsOnly(Route.Access.SUBMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "0e3", "-0", "\"0\"", "\"00\"", "\" 0.0 \""})
    void fault1EveryWayToWriteZeroIsARemoval(String zero) {
        aspen.put("deployment", "{\"applicationName\": \"a\", \"replicas\": " + zero + "}");
        assertThat(aspen.last().kind()).isEqualTo("urn:aspen:removal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"global\"", "\"none\"", "0.1", "1e400", "1e-400", "\"0x0\""})
    void fault1NothingElseIs(String replicas) {
        aspen.put("deployment", "{\"applicationName\": \"a\", \"replicas\": " + replicas + "}");
        assertThat(aspen.last().kind()).isEqualTo("urn:aspen:deployment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"applicationName\": true}",
                "{\"applicationName\": \"\\\"\\\" \"}",
                "{\"applicationName\": \"a\", \"replicas\": true}",
                "{\"applicationName\": \"a\", \"replicas\": [0]}",
                "{\"applicationName\": \"a\", \"replicas\": -1e9}",
                "{\"applicationName\": \"a\", \"slackChannels\": [\"#a\"]}",
                "{\"applicationName\": \"a\", \"testAccessibility\": {}}",
                "{\"applicationName\": \"a\", \"applicationPath\": \"javascript://x\"}",
            })
    void whatMakesNoSenseIsRefusedRatherThanGuessed(String body) {
        Route.Response answer = aspen.put("deployment", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(Aspen.text(answer)).contains("faults");
        assertThat(aspen.intake.events()).isEmpty();
    }

    @Test
    void depthAndSizeAreAnsweredAndNotStumbledOver() {
        String deep = "[".repeat(50_000) + "]".repeat(50_000);
        assertThat(aspen.put("deployment", "{\"applicationName\": \"a\", \"x\": " + deep + "}")
                        .status())
                .isEqualTo(400);
        String path = "/" + "a/".repeat(20_000) + ";" + "b".repeat(20_000);
        String channels = "#c,".repeat(20_000);
        assertThat(aspen.put(
                                "deployment",
                                "{\"applicationName\": \"a\", \"cluster\": \"active\", \"applicationPath\": \"" + path
                                        + "\", \"slackChannels\": \"" + channels + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(aspen.last().get("channels")).isEqualTo("#c");
    }

    @Test
    void fieldsThatAnEventHasOfItsOwnAreKeptUnderAnotherName() {
        aspen.put(
                "deployment",
                "{\"applicationName\": \"a\", \"id\": 7, \"kind\": \"k\", \"message\": \"m\", \"timestamp\": \"t\", \"hops\": 0}");
        assertThat(aspen.last().fields())
                .containsEntry("aspen.id", 7L)
                .containsEntry("aspen.kind", "k")
                .containsEntry("aspen.message", "m")
                .containsEntry("aspen.timestamp", "t")
                .containsEntry("aspen.hops", 0L)
                .doesNotContainKey("hops");
        assertThat(aspen.last().kind()).isEqualTo("urn:aspen:deployment");
    }

    @Test
    void hostsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new AspenOptions.Hosts(java.net.URI.create("app.example"), java.util.Optional.empty()))
                .hasMessageContaining("app should be an http or https address");
    }
}
