/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.Route.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers in Karrot's form; those that tell of an error have the code of one, which Karrot's had not. */
final class Answers {

    /** As HTTP writes dates, and as Karrot did. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Json json;
    private final Clock clock;

    Answers(Json json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    Response heartbeat() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "success");
        body.put("msg", "Karrot is healthy");
        body.put("time", now());
        return of(200, body);
    }

    /** Under the key of Karrot's documents and under that of its code. */
    Response config(Map<String, String> settings) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "success");
        body.put("config", settings);
        body.put("settings", settings);
        return of(200, body);
    }

    Response reporters(List<String> names) {
        return of(200, Map.of("reporters", names));
    }

    Response reporter(String name, Optional<Reporters.Last> last) {
        Map<String, @Nullable Object> state = new LinkedHashMap<>();
        state.put(
                "last_event_timestamp", last.map(each -> DATE.format(each.at())).orElse(null));
        state.put("last_event", last.map(Reporters.Last::content).orElse(null));
        return of(200, Map.of("reporters", List.of(Map.of(name, state))));
    }

    Response error(int status, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("msg", message);
        body.put("time", now());
        return of(status, body);
    }

    Response notTaken(DeliveryException e) {
        if (!e.retryable()) {
            int status = switch (e.reason()) {
                case OVERFLOW -> 413;
                case SERVER -> 502;
                default -> 400;
            };
            return error(status, e.getMessage());
        }
        int status = e.reason() == DeliveryException.Reason.RATE_LIMITED ? 429 : 503;
        // rounded up: a sender that comes back too early is refused again
        long seconds =
                e.notBefore().map(wait -> wait.plusMillis(999).toSeconds()).orElse(1L);
        return error(status, e.getMessage()).with("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    private String now() {
        return Instant.ofEpochMilli(clock.millis()).toString();
    }

    private Response of(int status, Object body) {
        return Response.json(status, json.write(body));
    }
}
