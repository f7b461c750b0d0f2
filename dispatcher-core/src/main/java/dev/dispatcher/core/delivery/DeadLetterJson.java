/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.queue.Arrival;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dead letter as JSON. */
public final class DeadLetterJson {

    private static final JacksonJson JSON = new JacksonJson();

    private DeadLetterJson() {}

    /** Everything but the event. */
    public static Map<String, @Nullable Object> fields(DeadLetter letter) {
        Arrival arrival = letter.arrival();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("at", letter.at().toString());
        fields.put("sink", letter.sink());
        fields.put("rule", letter.rule());
        fields.put("portal", arrival.portal());
        fields.put("reason", Metrics.label(letter.reason()));
        fields.put("failure", letter.failure().map(Metrics::label).orElse(null));
        fields.put("message", letter.message());
        fields.put("attempts", (long) letter.attempts());
        fields.put("first_failure", letter.first().map(Instant::toString).orElse(null));
        fields.put("last_failure", letter.last().map(Instant::toString).orElse(null));
        fields.put("diverted_from", letter.divertedFrom().orElse(null));
        fields.put("key", arrival.key());
        fields.put("arrived", arrival.at().toString());
        return fields;
    }

    /** One line, its end included. */
    static byte[] line(DeadLetter letter) {
        byte[] head = JSON.write(fields(letter));
        ByteArrayOutputStream line =
                new ByteArrayOutputStream(head.length + letter.event().size() + 16);
        // the event's own bytes, so that it can be sent again just as it was
        line.write(head, 0, head.length - 1);
        line.writeBytes(",\"event\":".getBytes(StandardCharsets.UTF_8));
        line.writeBytes(letter.event().json());
        line.writeBytes("}\n".getBytes(StandardCharsets.UTF_8));
        return line.toByteArray();
    }
}
