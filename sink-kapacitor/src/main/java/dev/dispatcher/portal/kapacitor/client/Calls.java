/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.client;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.portal.kapacitor.client.KapacitorException.Why;
import dev.dispatcher.sink.kapacitor.Addresses;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a Kapacitor and what its answers mean. What got no answer, or a 5xx, is tried again: each of them can be.
 */
public final class Calls {

    private static final long FIRST_PAUSE = 200;

    private final Http http;
    private final Json json;
    private final URI server;
    private final Optional<String> authorization;
    private final int retries;

    /** @param retries how often something is tried again */
    public Calls(Http http, Json json, URI server, Optional<String> authorization, int retries) {
        this.http = http;
        this.json = json;
        this.server = server;
        this.authorization = authorization;
        this.retries = retries;
    }

    static String encoded(String text) {
        return Addresses.encoded(text);
    }

    Map<?, ?> get(String path, Map<String, String> query) throws KapacitorException, InterruptedException {
        Http.Response answer = call(Http.Request.get(Addresses.below(server, path, query)));
        if (answer.status() != 200) {
            throw judged(answer);
        }
        Object value = read(answer);
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw garbage("a JSON object");
    }

    void send(String method, String path, @Nullable Object body) throws KapacitorException, InterruptedException {
        byte[] bytes = body == null ? new byte[0] : json.write(body);
        Map<String, String> headers = new LinkedHashMap<>();
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        URI address = Addresses.below(server, path, Map.of());
        Http.Response answer = call(new Http.Request(method, address, headers, bytes, false));
        boolean done = answer.status() == 200 || answer.status() == 204;
        if (!done) {
            throw judged(answer);
        }
        if (answer.status() == 200) {
            // a proxy's page is no proof that Kapacitor did it
            read(answer);
        }
    }

    private Http.Response call(Http.Request request) throws KapacitorException, InterruptedException {
        Http.Request authorized = Addresses.authorized(request, authorization);
        for (int tried = 0; ; tried++) {
            try {
                Http.Response answer = http.send(authorized);
                if (answer.status() < 500 || tried >= retries) {
                    return answer;
                }
            } catch (IOException e) {
                if (tried >= retries) {
                    throw new KapacitorException(Why.AWAY, 0, "Kapacitor does not answer: " + e.getMessage(), e);
                }
            }
            Thread.sleep(FIRST_PAUSE << Math.min(tried, 5));
        }
    }

    private KapacitorException judged(Http.Response answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        try {
            if (json.read(answer.body()) instanceof Map<?, ?> map && map.get("error") instanceof String error) {
                text = error;
            }
        } catch (IOException e) {
            // not Kapacitor's own words, then
        }
        String clean = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String said = clean.length() > 500 ? clean.substring(0, 500) + "…" : clean;
        boolean refused = answer.status() >= 400 && answer.status() < 500 && answer.status() != 408;
        return new KapacitorException(
                refused ? Why.REFUSED : Why.FAILED,
                answer.status(),
                "Kapacitor answers " + answer.status() + (said.isEmpty() ? "" : ": " + said),
                null);
    }

    private Object read(Http.Response answer) throws KapacitorException {
        try {
            Object value = json.read(answer.body());
            if (value != null) {
                return value;
            }
        } catch (IOException e) {
            throw new KapacitorException(
                    Why.FAILED, answer.status(), "Kapacitor's answer is no JSON: " + e.getMessage(), e);
        }
        throw garbage("a value");
    }

    KapacitorException garbage(String expected) {
        return new KapacitorException(Why.FAILED, 200, "Kapacitor's answer does not hold " + expected, null);
    }
}
