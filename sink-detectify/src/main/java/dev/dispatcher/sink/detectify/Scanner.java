/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.detectify;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API as one key sees it: {@code GET /profiles/} lists scan profiles, {@code GET /scans/TOKEN/} tells how the scan of one
 * is, and {@code POST} to the same begins one. See <a href="https://developer.detectify.com">developer.detectify.com</a>.
 */
final class Scanner {

    /** A scan profile; its token names it, and is no credential. */
    record Profile(String token, String name) {}

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final Http http;
    private final Json json;
    private final String base;
    private final Secret key;

    Scanner(URI base, Secret key, Http http, Json json) {
        this.base = base.toString().replaceAll("/+$", "");
        this.key = key;
        this.http = http;
        this.json = json;
    }

    List<Profile> profiles() throws DeliveryException, IOException, InterruptedException {
        Http.Response answer = send("GET", "/profiles/");
        if (!(read(taken(answer)) instanceof List<?> list)) {
            throw DeliveryException.retryable(Reason.SERVER, "the list of profiles is no JSON array", null);
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(each -> (Map<?, ?>) each)
                .map(each -> new Profile(text(each.get("token")), text(each.get("name"))))
                .filter(profile -> !profile.token().isEmpty())
                .toList();
    }

    /** False when one is under way already. */
    boolean begin(Profile profile) throws DeliveryException, IOException, InterruptedException {
        String path = "/scans/" + URLEncoder.encode(profile.token(), StandardCharsets.UTF_8) + "/";
        Http.Response status = send("GET", path);
        // a profile that was never scanned has no scan to tell of
        if (status.status() != NOT_FOUND && !stopped(read(taken(status)))) {
            return false;
        }
        Http.Response begun = send("POST", path);
        if (begun.status() == CONFLICT) {
            return false;
        }
        taken(begun);
        return true;
    }

    /** Documentation and service call it differently. */
    private static boolean stopped(@Nullable Object scan) throws DeliveryException {
        if (!(scan instanceof Map<?, ?> map)) {
            return false;
        }
        String state = text(map.get("state") == null ? map.get("status") : map.get("state"));
        if (state.isBlank()) {
            // to take that for a scan under way would mean that the profile is never scanned, and nobody knows
            throw DeliveryException.retryable(Reason.SERVER, "the answer does not tell how the scan is", null);
        }
        return "stopped".equalsIgnoreCase(state.strip());
    }

    private Http.Response send(String method, String path) throws IOException, InterruptedException {
        return http.send(new Http.Request(
                method, URI.create(base + path), Map.of("X-Detectify-Key", key.reveal()), new byte[0], false));
    }

    private static Http.Response taken(Http.Response answer) throws DeliveryException {
        if (answer.status() < 200 || answer.status() >= 300) {
            throw DeliveryException.of(answer);
        }
        return answer;
    }

    private @Nullable Object read(Http.Response answer) throws DeliveryException {
        try {
            return json.read(answer.body());
        } catch (IOException e) {
            throw DeliveryException.retryable(Reason.SERVER, "the answer is no JSON", null);
        }
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
