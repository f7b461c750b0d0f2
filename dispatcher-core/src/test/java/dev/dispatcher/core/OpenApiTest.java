/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document and the server say the same. */
class OpenApiTest {

    private static final String TOKENS = """
            http:
              listen: '127.0.0.1:0'
              tokens:
                - {name: reader, token: read-token-0123456789, allow: [read]}
                - {name: boss, token: boss-token-0123456789, allow: [submit, read, admin]}
            """;

    @TempDir
    private Path temp;

    private Running running;

    @BeforeEach
    void start() throws Exception {
        running = new Running(temp)
                .main("portals: {door: {type: gate}}\nsinks: {a: {type: probe}}\n" + TOKENS)
                .rules(Running.RULES_TO_A)
                .start();
    }

    @AfterEach
    void end() {
        running.close();
    }

    private HttpResponse<String> ask(String method, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(running.uri(path)).method(method, BodyPublishers.noBody());
        return running.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Map<String, Map<String, Object>>> paths() throws Exception {
        String body = ask("GET", "/api/openapi.json", "read-token-0123456789").body();
        Map<String, Object> document =
                (Map<String, Object>) new dev.dispatcher.core.json.JacksonJson().read(body.getBytes("UTF-8"));
        assertThat(document).containsEntry("openapi", "3.1.0").containsKeys("info", "components");
        return (Map<String, Map<String, Map<String, Object>>>) document.get("paths");
    }

    @Test
    void everyPathAnswersAsTheDocumentSays() throws Exception {
        for (var path : paths().entrySet()) {
            for (var operation : path.getValue().entrySet()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                if (path.getKey().equals("/api/tap") || path.getKey().equals("/in")) {
                    continue;
                }
                String real = path.getKey().replace("{name}", "a").replace("{id}", "none");
                HttpResponse<String> answer = ask(method, real, "boss-token-0123456789");
                String what = method + " " + real;
                assertThat(operation.getValue()).as(what).containsKeys("summary", "operationId", "responses");
                assertThat(((Map<?, ?>) operation.getValue().get("responses")).keySet())
                        .as(what)
                        .anyMatch(status -> status.equals(Integer.toString(answer.statusCode())));
                assertThat(answer.headers().firstValue("content-type").orElse(""))
                        .as(what)
                        .containsAnyOf("json", "text/plain");
            }
        }
    }

    @Test
    void theScopesAreThoseOfTheDocument() throws Exception {
        for (var path : paths().entrySet()) {
            for (var operation : path.getValue().entrySet()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                String real = path.getKey().replace("{name}", "a").replace("{id}", "none");
                List<?> security = (List<?>) operation.getValue().get("security");
                if (security.isEmpty()) {
                    assertThat(ask(method, real, null).statusCode()).as(real).isLessThan(400);
                    continue;
                }
                assertThat(ask(method, real, null).statusCode()).as(real).isEqualTo(401);
                if (!security.toString().contains("read")) {
                    assertThat(ask(method, real, "read-token-0123456789").statusCode())
                            .as(method + " " + real)
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void everyRouteOfTheServerIsInTheDocument() throws Exception {
        Set<String> served = new TreeSet<>();
        running.dispatcher()
                .served()
                .routes()
                .forEach(each ->
                        served.add(each.route().method() + " " + each.route().path()));
        Set<String> written = new TreeSet<>();
        paths().forEach((path, operations) ->
                operations.keySet().forEach(method -> written.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(written).isEqualTo(served);
        assertThat(written)
                .contains(
                        "GET /health/live",
                        "GET /metrics",
                        "GET /api/events/{id}/explain",
                        "GET /api/tap",
                        "POST /api/sinks/{name}/test",
                        "DELETE /api/dead-letters",
                        "POST /api/reload");
    }
}
