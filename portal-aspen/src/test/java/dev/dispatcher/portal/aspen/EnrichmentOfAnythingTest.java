/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments made of all that a sender may say, beside the old steps written down once more, as plainly as can be. */
class EnrichmentOfAnythingTest {

    private static final Object ABSENT = new Object();
    private static final List<String> CLUSTERS = List.of("active", "stage", "integral", "integral-stage");
    private static final Map<String, List<Object>> SAID = new LinkedHashMap<>();

    static {
        SAID.put("cluster", List.of("active", "stage", "integral", "integral-stage", "Active", "mars", "", ABSENT));
        SAID.put(
                "applicationPath",
                List.of("/shop", "/api/shop", "/api", "/apis/x", "/", "/a/", "/x;A=b;C", "/ ;x", ABSENT));
        SAID.put("importance", List.of("low", "HIGH", "Medium", "urgent", "", ABSENT));
        SAID.put("applicationUrl", List.of("", "https://u.example/", ABSENT, ABSENT));
        SAID.put(
                "monitorUrl",
                List.of(
                        "",
                        "/health",
                        "http://m.example/_monitor",
                        "https://m.example/x",
                        "/_monitor",
                        ABSENT,
                        ABSENT));
        SAID.put("aboutUrl", List.of("", "https://a.example/_about", ABSENT, ABSENT));
        SAID.put("publicNameEnglish", List.of("Shop", "\"The Shop\" ", "", ABSENT));
        SAID.put("publicNameSwedish", List.of("Butik", "", ABSENT));
        SAID.put("friendlyName", List.of("Own", "", ABSENT, ABSENT));
        SAID.put("monitorPattern", List.of("OK", "", ABSENT, ABSENT));
        SAID.put("team", List.of("team-own", "", ABSENT, ABSENT));
        SAID.put(
                "slackChannels",
                List.of(
                        "#team-studadm,#developers",
                        " #zz-team-kursinfo , #b-team-e-larande,#zz-team-kursinfo",
                        "#team-pipeline-team-studadm",
                        "team-integration,#x",
                        "#\"team-kth-webb\"",
                        "",
                        ABSENT));
        SAID.put("replicas", List.of(0, "0", " 0", 0.0, 1, "3", "global", "", ABSENT));
        SAID.put("version", List.of("1.2.3_abc", "1_a_b", "1.2.3", "", ABSENT));
        SAID.put("imageName", List.of("shop-image", "reg/shop~1", "å ö+&", ABSENT));
    }

    private final Aspen aspen = new Aspen("{}");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isWhatTheOldStepsGive(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Map<String, Object> deployment = new LinkedHashMap<>();
            deployment.put("applicationName", "shop");
            SAID.forEach((field, values) -> {
                Object value = values.get(random.nextInt(values.size()));
                if (value != ABSENT) {
                    deployment.put(field, value);
                }
            });
            Map<String, Object> expected = enriched(deployment);

            Event event = aspen.deployed(deployment);

            expected.forEach((name, value) -> assertThat(comparable(event.get(name)))
                    .as(name + " of " + deployment)
                    .isEqualTo(comparable(value)));
            for (String mayBeMissing : List.of("aboutUrl", "team", "cluster_unknown", "informationUrl")) {
                assertThat(event.has(mayBeMissing))
                        .as(mayBeMissing + " of " + deployment)
                        .isEqualTo(expected.containsKey(mayBeMissing));
            }
        }
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    private static Map<String, Object> enriched(Map<String, Object> said) {
        Map<String, Object> all = new LinkedHashMap<>(said);
        String cluster = text(said, "cluster").toLowerCase(Locale.ROOT);
        boolean known = CLUSTERS.contains(cluster);
        String path = text(said, "applicationPath").split(";", 2)[0].strip();
        if (!path.isEmpty()) {
            all.put("applicationPath", path);
        }
        String importance = text(said, "importance").toLowerCase(Locale.ROOT);
        all.put("importance", List.of("medium", "high").contains(importance) ? importance : "low");
        String host = host(cluster, path);
        String base = !known || path.isEmpty() ? "" : host + path;
        all.putIfAbsent("applicationUrl", base);
        all.putIfAbsent("monitorUrl", base.isEmpty() ? "" : (base + "/_monitor").replace("//_monitor", "/_monitor"));
        String monitor = text(all, "monitorUrl");
        if (monitor.startsWith("http") && monitor.endsWith("/_monitor") && known) {
            all.putIfAbsent("aboutUrl", (host + path + "/_about").replace("//_about", "/_about"));
        }
        String english = text(said, "publicNameEnglish");
        String swedish = text(said, "publicNameSwedish");
        all.putIfAbsent("friendlyName", !english.isEmpty() ? english : !swedish.isEmpty() ? swedish : "shop");
        all.putIfAbsent("monitorPattern", monitor.startsWith("http") ? "APPLICATION_STATUS: OK" : "");
        List<String> channels = channels(text(said, "slackChannels"));
        if (said.containsKey("slackChannels")) {
            all.putIfAbsent("team", team(channels));
        }
        all.put("channels", String.join(",", channels));
        String version = text(said, "version");
        all.put("commit", version.contains("_") ? version.split("_", 2)[1] : version);
        if (known) {
            all.put("informationUrl", host + "/pipeline/#shop");
        } else {
            all.put("cluster_unknown", true);
        }
        boolean removal = List.of("0", "0.0").contains(text(said, "replicas"));
        all.put("kind", removal ? "urn:aspen:removal" : "urn:aspen:deployment");
        all.put(
                "view_link",
                "https://graycloud.ite.kth.se/search?rangetype=relative&fields=message%2Csource&width=2560"
                        + "&highlightMessage=&relative=3600&q=source%3A" + text(said, "cluster") + "+AND+image_name%3A"
                        + quoted("/.*" + text(said, "imageName") + ":" + version + ".*/"));
        return all;
    }

    /** As readers of texts saw them. */
    private static String text(Map<String, Object> from, String field) {
        return from.getOrDefault(field, "").toString().replace("\"", "").strip();
    }

    private static String host(String cluster, String path) {
        boolean api = path.startsWith("/api/");
        return switch (cluster) {
            case "stage" -> api ? "https://api-r.referens.sys.kth.se" : "https://app-r.referens.sys.kth.se";
            case "integral" -> "https://integral.everest.sys.kth.se";
            case "integral-stage" -> "https://integral-r.referens.sys.kth.se";
            default -> api ? "https://api.kth.se" : "https://app.kth.se";
        };
    }

    private static List<String> channels(String text) {
        TreeSet<String> sorted = new TreeSet<>();
        for (String channel : text.split(",")) {
            if (channel.strip().startsWith("#")) {
                sorted.add(channel.strip());
            }
        }
        return new ArrayList<>(sorted);
    }

    private static String team(List<String> channels) {
        for (String channel : channels) {
            for (String team : List.of(
                    "team-pipeline",
                    "team-studadm",
                    "team-e-larande",
                    "team-integration",
                    "team-kth-webb",
                    "team-digitalexam",
                    "team-kursinfo")) {
                if (channel.contains(team)) {
                    return team.equals("team-kursinfo") ? "team-kursinformation" : team;
                }
            }
        }
        return "";
    }

    private static String quoted(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
