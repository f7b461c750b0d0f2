/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One canonical event: a flat JSON object. Immutable; any number of threads. Two events are equal when their fields are,
 * in any order; the host tells events of one batch apart by identity.
 *
 * <p>Values are {@code String}, {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double}, {@code BigDecimal} or
 * null. {@code id}, {@code timestamp}, {@code kind} and {@code message} are always there.
 */
public final class Event {

    public static final String ID = "id";
    public static final String TIMESTAMP = "timestamp";
    public static final String KIND = "kind";
    public static final String MESSAGE = "message";
    public static final String SOURCE = "source";
    public static final String SEVERITY = "severity";
    public static final String VIEW_LINK = "view_link";
    public static final String ACK_LINK = "ack_link";
    /** The id of the event that a sink was delivering when it {@linkplain PluginContext#report reported} this one. */
    public static final String CAUSED_BY = "caused_by";

    /** How many reports lie between this event and the one that came from outside; only beside {@link #CAUSED_BY}. */
    public static final String HOPS = "hops";

    public static final String UNKNOWN_KIND = "unknown";

    private final Map<String, @Nullable Object> fields;
    private final @Nullable String key;
    private byte @Nullable [] json;

    private Event(Map<String, @Nullable Object> fields, byte @Nullable [] json, @Nullable String key) {
        this.fields = fields;
        this.json = json;
        this.key = key;
    }

    /**
     * An event of these fields, in this order, copied.
     *
     * @throws IllegalArgumentException when a field is missing or a value has another type, naming the field
     */
    public static Event of(Map<String, ?> fields) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(fields.size() * 2);
        fields.forEach((name, value) -> copy.put(name, plain(name, value)));
        for (String required : new String[] {ID, TIMESTAMP, KIND, MESSAGE}) {
            if (!(copy.get(required) instanceof String text) || text.isEmpty()) {
                throw new IllegalArgumentException("an event needs '" + required + "' as a text");
            }
        }
        return new Event(copy, null, null);
    }

    /**
     * For the host, which has read the fields from {@code json}: neither is copied or checked. The bytes must be the
     * canonical form of the fields, on one line.
     */
    public static Event trusted(Map<String, @Nullable Object> fields, byte @Nullable [] json) {
        return new Event(fields, json, null);
    }

    /**
     * The same event, known to its sender by this key: intake takes one event of a key, and accepts and drops the repeats
     * ({@code intake.duplicates.repeats}). It is no field, is never shown, and is not part of what makes events equal.
     */
    public Event keyed(String key) {
        return new Event(fields, json, key);
    }

    /** What {@link #keyed} was given; empty for most events. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    private static @Nullable Object plain(String name, @Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                return number;
            }
            throw new IllegalArgumentException("field '" + name + "' is " + value + ", which JSON cannot say");
        }
        if (value instanceof Instant || value instanceof Enum<?>) {
            return value.toString();
        }
        throw new IllegalArgumentException("field '" + name + "' should be a text, number, boolean or null, not a "
                + value.getClass().getSimpleName());
    }

    public String id() {
        return (String) required(ID);
    }

    public Instant timestamp() {
        return Instant.parse((String) required(TIMESTAMP));
    }

    /** A URN, or {@link #UNKNOWN_KIND}. */
    public String kind() {
        return (String) required(KIND);
    }

    public String message() {
        return (String) required(MESSAGE);
    }

    public Optional<String> source() {
        return text(SOURCE);
    }

    /** As the sender wrote it; {@link Severity#of} reads it. */
    public Optional<String> severity() {
        return text(SEVERITY);
    }

    public Optional<String> viewLink() {
        return text(VIEW_LINK);
    }

    public Optional<String> ackLink() {
        return text(ACK_LINK);
    }

    /** The field as text, whatever its type; empty when it is missing or null. */
    public Optional<String> text(String field) {
        Object value = fields.get(field);
        return value == null ? Optional.empty() : Optional.of(value.toString());
    }

    /** The field's value; null when it is missing or null. */
    public @Nullable Object get(String field) {
        return fields.get(field);
    }

    /** True also when the field is null. */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** All fields in their order; unmodifiable. */
    public Map<String, @Nullable Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** A copy in which the field has this value: in its old place, or at the end. */
    public Event with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(fields);
        copy.put(field, value);
        return of(copy);
    }

    /** The canonical JSON: UTF-8, one line, fields in their order. Not copied: do not change it. */
    public byte[] json() {
        byte[] bytes = json;
        if (bytes == null) {
            bytes = EventJson.write(fields);
            json = bytes;
        }
        return bytes;
    }

    /** About how many bytes the canonical JSON has; exact once {@link #json} was called. Cheap. */
    public int size() {
        byte[] bytes = json;
        if (bytes != null) {
            return bytes.length;
        }
        int size = 2;
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            size += field.getKey().length() + 4;
            size += field.getValue() instanceof String text ? text.length() + 2 : 12;
        }
        return size;
    }

    private Object required(String field) {
        Object value = fields.get(field);
        if (value == null) {
            throw new IllegalStateException("an event without '" + field + "'");
        }
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Event event && fields.equals(event.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** Kind and id only: other fields may be confidential. */
    @Override
    public String toString() {
        return "event " + fields.get(ID) + " of kind " + fields.get(KIND);
    }
}
