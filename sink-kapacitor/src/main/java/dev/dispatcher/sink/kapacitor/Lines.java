/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Makes the line of the line protocol for an event. Any number of threads. */
final class Lines {

    private final KapacitorOptions options;
    private final Set<String> tagNames;
    private final LongAdder leftOut;

    /** @param leftOut counts fields whose value no point can hold */
    Lines(KapacitorOptions options, LongAdder leftOut) {
        this.options = options;
        this.tagNames = new HashSet<>(options.tags());
        this.leftOut = leftOut;
    }

    /** @throws DeliveryException permanent, when no point can be made of this event */
    String of(Event event) throws DeliveryException {
        StringBuilder line = new StringBuilder(256);
        String measurement = options.measurement().render(event, Template.Escape.NONE, () -> "");
        String name = LineText.measurement(measurement);
        if (name.isEmpty()) {
            throw DeliveryException.permanent("the measurement's template gives nothing for this event");
        }
        line.append(name);
        tags(event)
                .forEach(
                        (tag, value) -> line.append(',').append(tag).append('=').append(value));
        if (!fields(event, line)) {
            throw DeliveryException.permanent("the event has none of the fields that a point of it would have");
        }
        return line.append(' ').append(time(event)).append('\n').toString();
    }

    /** Sorted, as InfluxDB likes it best. */
    private Map<String, String> tags(Event event) {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : options.tags()) {
            event.text(tag).ifPresent(value -> tag(tags, tag, value));
        }
        options.extraTags()
                .forEach((tag, value) -> tag(tags, tag, value.render(event, Template.Escape.NONE, () -> "")));
        return tags;
    }

    private static void tag(Map<String, String> tags, String name, String value) {
        String key = LineText.key(name);
        String text = LineText.tagValue(value);
        if (!key.isEmpty() && !text.isEmpty()) {
            tags.put(key, text);
        }
    }

    private boolean fields(Event event, StringBuilder line) {
        Collection<String> names = options.fields();
        if (names.isEmpty()) {
            names = event.fields().keySet();
        }
        boolean any = false;
        for (String name : names) {
            if (options.fields().isEmpty() && (tagNames.contains(name) || name.equals(Event.TIMESTAMP))) {
                continue;
            }
            Object value = event.get(name);
            if (value == null) {
                continue;
            }
            String key = LineText.key(name);
            String written = value(value);
            if (written == null || key.isEmpty()) {
                leftOut.increment();
                continue;
            }
            line.append(any ? ',' : ' ').append(key).append('=').append(written);
            any = true;
        }
        return any;
    }

    private @Nullable String value(Object value) {
        if (value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Long number && options.integers() == KapacitorOptions.Integers.INTEGER) {
            return number + "i";
        }
        if (value instanceof Number number) {
            // beyond a double there is no number in the protocol
            return Double.isFinite(number.doubleValue()) ? number.toString() : null;
        }
        return LineText.quoted(value.toString());
    }

    private String time(Event event) throws DeliveryException {
        Instant moment = event.timestamp();
        try {
            long nanos = Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000_000L), moment.getNano());
            if (options.precision() == KapacitorOptions.Precision.NS) {
                return Long.toString(nanos + below(event, nanos));
            }
            return Long.toString(Math.floorDiv(nanos, options.precision().nanos));
        } catch (ArithmeticException e) {
            throw DeliveryException.permanent(String.format(
                    Locale.ROOT, "no point can have the time %s: years 1678 to 2261 are possible", moment));
        }
    }

    /** The same at each attempt, so that a repeated write overwrites its own point. */
    private long below(Event event, long nanos) {
        if (!options.distinct() || nanos % 1_000_000 != 0) {
            return 0;
        }
        CRC32 hash = new CRC32();
        hash.update(event.id().getBytes(StandardCharsets.UTF_8));
        return hash.getValue() % 1_000_000;
    }
}
