/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The archive with the example {@code alvares}, and recordings of what the system before sent for the same requests. */
final class Alvares implements AutoCloseable {

    private static final Path EXAMPLE = Archive.HOME.resolve("conf/examples/alvares");
    /** What is told by others, or not at all: the age of commits and the reports of Lighthouse. */
    private static final Set<String> NOT_HERE = Set.of("Feedback loop", "Google Lighthouse Report");

    private static final JacksonJson JSON = new JacksonJson();

    final Neighbours neighbours = new Neighbours();
    final Archive archive;

    Alvares(Path folder) throws IOException {
        archive = new Archive(folder);
        archive.dispatcherYaml(Files.readString(EXAMPLE.resolve("dispatcher.yaml")));
        archive.rules(Files.readString(EXAMPLE.resolve("rules.yaml")));
        archive.environment.putAll(Map.of(
                "SLACK_WEB_HOOK", neighbours.url("/slack"),
                "SLACK_CHANNELS", "#ops-log",
                "UTR_API_BASE_URL", neighbours.url("/utr"),
                "UTR_API_KEY", "utrkey",
                "UTR_CLUSTERS", "active,stage",
                "DETECTIFY_API_BASE_URL", neighbours.url("/detectify"),
                "DETECTIFY_API_KEYS", "dkey1,dkey2",
                "DETECTIFY_CLUSTERS", "active",
                "FLOTTSBRO_API_BASE_URL", neighbours.url("/flottsbro"),
                "FLOTTSBRO_API_KEY", "fkey"));
        without("modules.subscribers.database.cosmosdb");
    }

    void without(String... subscribers) {
        archive.environment.put("DISABLED_SUBSCRIBERS", String.join(" , ", subscribers));
    }

    @Override
    public void close() throws InterruptedException {
        archive.close();
        neighbours.close();
    }

    record Recording(Map<String, Object> request, List<Map<String, Object>> outgoing) {

        @SuppressWarnings("unchecked")
        static Recording of(String name) throws IOException {
            try (InputStream in =
                    Objects.requireNonNull(Alvares.class.getResourceAsStream("/alvares/" + name + ".json"))) {
                Map<String, Object> all = (Map<String, Object>) Objects.requireNonNull(JSON.read(in.readAllBytes()));
                return new Recording(
                        (Map<String, Object>) all.get("request"), (List<Map<String, Object>>) all.get("outgoing"));
            }
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> to(String path) {
            return outgoing.stream()
                    .filter(call -> ((String) call.get("path")).startsWith(path))
                    .map(call -> (Map<String, Object>) call.get("body"))
                    .filter(body -> !NOT_HERE.contains(String.valueOf(body.get("username"))))
                    .toList();
        }
    }

    void send(Map<String, Object> request) throws Exception {
        HttpResponse<String> answer =
                archive.put((String) request.get("path"), new String(JSON.write(request.get("body")), UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("200 OK");
    }

    List<Map<String, Object>> slack() {
        return neighbours.to("/slack").stream().map(Neighbours.Call::body).toList();
    }

    /** Each message has all that the one before had; the order between channels means nothing. */
    void assertSlackSays(List<Map<String, Object>> expected) {
        await().atMost(Archive.PATIENCE)
                .untilAsserted(() -> assertThat(slack()).hasSizeGreaterThanOrEqualTo(expected.size()));
        List<Map<String, Object>> said = new ArrayList<>();
        for (Map<String, Object> message : slack()) {
            said.add(comparable(message));
        }
        assertThat(said)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Alvares::comparable).toList());
    }

    private static Map<String, Object> comparable(Map<String, Object> message) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (String key : List.of("channel", "text", "username", "icon_emoji")) {
            kept.put(key, message.get(key));
        }
        List<Map<String, Object>> attachments = new ArrayList<>();
        if (message.get("attachments") instanceof List<?> list) {
            for (Object each : list) {
                Map<String, Object> attachment = new LinkedHashMap<>();
                ((Map<?, ?>) each).forEach((name, value) -> attachment.put((String) name, value));
                attachment.remove("mrkdwn_in");
                attachments.add(attachment);
            }
        }
        kept.put("attachments", attachments);
        return kept;
    }
}
