/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.json.JacksonJson;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichmentTest {

    /** Addresses glued together, or a path without an application: not what anybody wants. */
    private static final Set<String> FAULTY =
            Set.of("absolute url path", "relative path no slash", "no path", "null path");

    private final Aspen aspen = new Aspen("{}");

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> cases() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(EnrichmentTest.class.getResourceAsStream("/enrichment-cases.json"))) {
            return ((List<Map<String, Object>>) Objects.requireNonNull(new JacksonJson().read(in.readAllBytes())))
                    .stream().filter(each -> !FAULTY.contains(each.get("case"))).toList();
        }
    }

    @Test
    void thereAreCases() throws Exception {
        assertThat(cases()).hasSizeGreaterThan(14);
    }

    @ParameterizedTest
    @MethodSource("cases")
    @SuppressWarnings("unchecked")
    void aDeploymentIsEnrichedAsItAlwaysWas(Map<String, Object> golden) {
        Map<String, Object> input = (Map<String, Object>) golden.get("input");
        Event event = aspen.deployed(input);

        assertThat(event.fields()).containsAllEntriesOf((Map<String, Object>) golden.get("enriched"));
        if (!((Map<String, Object>) golden.get("enriched")).containsKey("aboutUrl")) {
            assertThat(event.has("aboutUrl")).isFalse();
        }
        if (!((Map<String, Object>) golden.get("enriched")).containsKey("team")) {
            assertThat(event.has("team")).isFalse();
        }
        Map<String, Object> derived = (Map<String, Object>) golden.get("derived");
        assertThat(event.text("channels")).hasValue(String.join(",", (List<String>) derived.get("slackChannelsUsed")));
        assertThat(event.viewLink()).hasValue((String) derived.get("logLink"));
        assertThat(event.get("informationUrl")).isEqualTo(derived.get("infoLink"));
        assertThat(event.get("commit")).isEqualTo(derived.get("commit"));
        if (input.containsKey("replicas")) {
            assertThat(event.kind().equals("urn:aspen:removal")).isEqualTo(derived.get("zeroReplicas"));
            assertThat(((String) derived.get("slackText")).replace("*", "")).startsWith(event.message());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "active, https://app.kth.se, https://api.kth.se",
        "stage, https://app-r.referens.sys.kth.se, https://api-r.referens.sys.kth.se",
        "STAGE, https://app-r.referens.sys.kth.se, https://api-r.referens.sys.kth.se",
        "integral, https://integral.everest.sys.kth.se, https://integral.everest.sys.kth.se",
        "integral-stage, https://integral-r.referens.sys.kth.se, https://integral-r.referens.sys.kth.se",
    })
    void everyClusterHasItsHosts(String cluster, String app, String api) {
        assertThat(aspen.deployed("cluster", cluster).get("applicationUrl")).isEqualTo(app + "/shop");
        assertThat(aspen.deployed("cluster", cluster, "applicationPath", "/api/shop")
                        .get("applicationUrl"))
                .isEqualTo(api + "/api/shop");
        assertThat(aspen.deployed("cluster", cluster, "applicationPath", "/api").get("applicationUrl"))
                .isEqualTo(app + "/api");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "", "activ", "active,stage"})
    void fault10AnUnknownClusterIsMarkedAndGetsNoAddressesOfProduction(String cluster) {
        Event event = aspen.deployed("cluster", cluster, "slackChannels", "#team-studadm");

        assertThat(event.get("cluster_unknown")).isEqualTo(true);
        assertThat(event.get("cluster")).isEqualTo(cluster);
        assertThat(event.get("applicationUrl")).isEqualTo("");
        assertThat(event.get("monitorUrl")).isEqualTo("");
        assertThat(event.get("monitorPattern")).isEqualTo("");
        assertThat(event.has("aboutUrl")).isFalse();
        assertThat(event.has("informationUrl")).isFalse();
        assertThat(event.get("team")).isEqualTo("team-studadm");
        assertThat(aspen.deployed().has("cluster_unknown")).isFalse();
    }

    @Test
    void addressesOfTheSenderHoldInAnUnknownClusterToo() {
        Event event = aspen.deployed("cluster", "moon", "monitorUrl", "https://moon.example/_monitor");
        assertThat(event.get("monitorUrl")).isEqualTo("https://moon.example/_monitor");
        assertThat(event.get("monitorPattern")).isEqualTo("APPLICATION_STATUS: OK");
        assertThat(event.has("aboutUrl")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop | https://app.kth.se/shop | https://app.kth.se/shop/_monitor",
                "api/shop | https://api.kth.se/api/shop | https://api.kth.se/api/shop/_monitor",
                "https://other.example/x | https://other.example/x | https://other.example/x/_monitor",
                "@evil.example | https://app.kth.se/@evil.example | https://app.kth.se/@evil.example/_monitor",
                "/shop/ | https://app.kth.se/shop/ | https://app.kth.se/shop/_monitor",
                "/ | https://app.kth.se/ | https://app.kth.se/_monitor",
            })
    void fault9APathIsNeverGluedToAHost(String path, String application, String monitor) {
        Event event = aspen.deployed("applicationPath", path);
        assertThat(event.get("applicationUrl")).isEqualTo(application);
        assertThat(event.get("monitorUrl")).isEqualTo(monitor);
        assertThat(event.get("aboutUrl")).isEqualTo(monitor.replace("_monitor", "_about"));
    }

    @Test
    void fault9WithoutAPathThereIsNothingToWatch() {
        Map<String, Object> deployment = Aspen.deployment();
        deployment.remove("applicationPath");
        for (int i = 0; i < 2; i++) {
            Event event = aspen.deployed(deployment);
            assertThat(event.get("applicationUrl")).isEqualTo("");
            assertThat(event.get("monitorUrl")).isEqualTo("");
            assertThat(event.get("monitorPattern")).isEqualTo("");
            assertThat(event.has("aboutUrl")).isFalse();
            assertThat(event.get("informationUrl")).isEqualTo("https://app.kth.se/pipeline/#shop");
            deployment.put("applicationPath", null);
        }
    }

    @Test
    void optionsOfTheRouterAreCutOffThePath() {
        Event event = aspen.deployed("applicationPath", "/shop ;PathPrefixStrip");
        assertThat(event.get("applicationPath")).isEqualTo("/shop");
        assertThat(event.get("applicationUrl")).isEqualTo("https://app.kth.se/shop");
    }

    @Test
    void whatTheSenderSaysIsKeptEvenIfItIsEmpty() {
        Event event = aspen.deployed(
                "applicationUrl",
                "",
                "monitorUrl",
                "",
                "friendlyName",
                "",
                "team",
                "",
                "slackChannels",
                "#team-pipeline");
        assertThat(event.get("applicationUrl")).isEqualTo("");
        assertThat(event.get("monitorUrl")).isEqualTo("");
        assertThat(event.get("friendlyName")).isEqualTo("");
        assertThat(event.get("team")).isEqualTo("");
        assertThat(event.message()).isEqualTo("shop is being deployed in active");
    }

    @Test
    void theAboutPageIsOnTheApplicationsHostWhereverItIsWatched() {
        assertThat(aspen.deployed("monitorUrl", "https://other.example/_monitor")
                        .get("aboutUrl"))
                .isEqualTo("https://app.kth.se/shop/_about");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#team-pipeline-logs, #a | team-pipeline",
                "#team-studadm, #dev, #team-e-larande | team-e-larande",
                "#zeta, #my-team-kursinfo | team-kursinformation",
                "#nobody | ''",
                "team-studadm | ''",
            })
    void theTeamIsThatOfTheFirstChannelThatTellsOne(String channels, String team) {
        assertThat(aspen.deployed("slackChannels", channels).get("team")).isEqualTo(team);
    }

    @ParameterizedTest
    @CsvSource({"HIGH,high", "' medium ',medium", "urgent,low", "'',low"})
    void importanceIsOneOfThreeWords(String given, String taken) {
        assertThat(aspen.deployed("importance", given).get("importance")).isEqualTo(taken);
    }

    @Test
    void slashesAndSpacesOfImagesAreWrittenIntoTheLogLinkAsTheyAlwaysWere() {
        Event event = aspen.deployed("imageName", "registry/shop image", "version", "\"1+2\"");
        assertThat(event.viewLink().orElseThrow()).endsWith("image_name%3A/.%2Aregistry/shop%20image%3A1%2B2.%2A/");
    }

    @Test
    void everyHostKeywordLinkAndTeamIsAnOption() {
        Aspen own = new Aspen("""
                clusters: {Moon: {app: "https://moon.example/", api: "https://api.moon.example"}}
                keyword: FINE
                teams: {lunar: team-moon}
                log-link: "https://logs.example/{{ cluster }}"
                information-path: "/about/{{ applicationName }}"
                """);
        Event event = own.deployed("cluster", "moon", "slackChannels", "#lunar-ops", "applicationName", "a b");
        assertThat(event.get("applicationUrl")).isEqualTo("https://moon.example/shop");
        assertThat(event.get("monitorPattern")).isEqualTo("FINE");
        assertThat(event.get("team")).isEqualTo("team-moon");
        assertThat(event.viewLink()).hasValue("https://logs.example/moon");
        assertThat(event.get("informationUrl")).isEqualTo("https://moon.example/about/a%20b");
        assertThat(own.deployed(new LinkedHashMap<>(Map.of("applicationName", "x", "cluster", "active")))
                        .get("cluster_unknown"))
                .isEqualTo(true);
    }
}
