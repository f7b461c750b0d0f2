/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Json;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.task.Mistakes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as those of the API before this one: the same status and JSON where it went well. */
final class Answers {

    private final Json json;

    Answers(Json json) {
        this.json = json;
    }

    Response value(int status, @Nullable Object value) {
        // as Go writes JSON, for whoever compares bytes
        String text = new String(json.write(value), StandardCharsets.UTF_8)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
        return Response.json(status, text.getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "application/json; charset=utf-8");
    }

    Response empty(int status) {
        return Response.text(status, "");
    }

    Response nothing() {
        return value(404, null);
    }

    Response error(int status, String message) {
        return value(status, Map.of("error", message));
    }

    Response wrong(Mistakes mistakes) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", String.valueOf(mistakes.getMessage()));
        if (!mistakes.fields().isEmpty()) {
            body.put("fields", mistakes.fields());
        }
        return value(400, body);
    }

    Response conflict(Conflict conflict) {
        return conflict.passing()
                ? error(503, String.valueOf(conflict.getMessage())).with("Retry-After", "5")
                : error(409, String.valueOf(conflict.getMessage()));
    }

    Response failed(KapacitorException e) {
        return error(e.why() == KapacitorException.Why.AWAY ? 504 : 502, e.getMessage());
    }

    Response noStore() {
        return error(503, "the store cannot be reached").with("Retry-After", "5");
    }
}
