/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.event.Timestamps;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One CloudEvent on its way to canonical fields. */
final class CloudEvent {

    /** One CloudEvent cannot be taken. */
    static final class Wrong extends Exception {

        private final @Nullable String attribute;

        Wrong(@Nullable String attribute, String message) {
            super(message, null, false, false);
            this.attribute = attribute;
        }

        @Nullable
        String attribute() {
            return attribute;
        }
    }

    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";
    private static final List<String> REQUIRED = List.of("id", "source", "type");
    /** Canonical fields that attributes fill. */
    private static final Set<String> FROM_ATTRIBUTES =
            Set.of(Event.ID, Event.SOURCE, Event.KIND, Event.TIMESTAMP, "subject", "dataschema", "datacontenttype");
    /** Canonical fields that are texts, and that data may fill. */
    private static final Set<String> TEXTS = Set.of(Event.MESSAGE, Event.SEVERITY, Event.VIEW_LINK, Event.ACK_LINK);

    private static final JacksonJson JSON = new JacksonJson();

    private final Map<String, Object> attributes;
    private final @Nullable Object data;
    private final boolean encoded;

    /**
     * @param data an object's members become fields; anything else one field
     * @param encoded whether {@code data} is Base64 that is kept as it is
     */
    CloudEvent(Map<String, Object> attributes, @Nullable Object data, boolean encoded) throws Wrong {
        this.attributes = attributes;
        this.data = data;
        this.encoded = encoded;
        check();
    }

    static CloudEvent structured(@Nullable Object json) throws Wrong {
        if (!(json instanceof Map<?, ?> members)) {
            throw new Wrong(null, "a CloudEvent is a JSON object");
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = String.valueOf(member.getKey());
            Object value = member.getValue();
            if (value == null || name.equals(DATA) || name.equals(BASE64)) {
                continue;
            }
            if (value instanceof Map || value instanceof List) {
                throw new Wrong(name, "an attribute is a text, number or boolean");
            }
            attributes.put(name, value);
        }
        Object data = members.get(DATA);
        Object base64 = members.get(BASE64);
        if (base64 == null) {
            return new CloudEvent(attributes, data, false);
        }
        if (data != null) {
            throw new Wrong(BASE64, "an event has data or data_base64, not both");
        }
        if (!(base64 instanceof String text)) {
            throw new Wrong(BASE64, "a text in Base64 is expected");
        }
        return of(attributes, decoded(text));
    }

    private static byte[] decoded(String text) throws Wrong {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong(BASE64, "a text in Base64 is expected");
        }
    }

    /** With data as bytes: read when they are JSON, a text when they say so, else kept in Base64. */
    static CloudEvent of(Map<String, Object> attributes, byte[] data) throws Wrong {
        if (data.length == 0) {
            return new CloudEvent(attributes, null, false);
        }
        String type = CloudEvents.mediaType(attributes.get("datacontenttype") instanceof String text ? text : null);
        boolean json = type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
        String text = utf8(data);
        if (text != null && (json || type.isEmpty())) {
            try {
                return new CloudEvent(attributes, JSON.read(data), false);
            } catch (IOException e) {
                if (json) {
                    throw new Wrong(DATA, "the data is not the JSON it says it is: " + BoundAdapter.reason(e));
                }
            }
        }
        if (text != null && (type.startsWith("text/") || type.endsWith("+xml") || type.equals("application/xml"))) {
            return new CloudEvent(attributes, text, false);
        }
        return new CloudEvent(attributes, Base64.getEncoder().encodeToString(data), true);
    }

    private static @Nullable String utf8(byte[] data) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void check() throws Wrong {
        Object version = attributes.get("specversion");
        if (!"1.0".equals(version)) {
            throw new Wrong(
                    "specversion", version == null ? "the attribute is missing; 1.0 is expected" : "1.0 is expected");
        }
        for (String name : REQUIRED) {
            Object value = attributes.get(name);
            if (!(value instanceof String text) || text.isBlank()) {
                throw new Wrong(
                        name, value == null ? "the attribute is missing" : "a text that is not empty is expected");
            }
        }
        for (String name : List.of("time", "subject", "dataschema", "datacontenttype")) {
            if (attributes.containsKey(name) && !(attributes.get(name) instanceof String)) {
                throw new Wrong(name, "a text is expected");
            }
        }
        if (attributes.get("time") instanceof String time && Timestamps.canonical(time) == null) {
            throw new Wrong("time", "a date and time in RFC 3339, such as 2026-11-20T10:15:30Z, is expected");
        }
    }

    String id() {
        return String.valueOf(attributes.get("id"));
    }

    String source() {
        return String.valueOf(attributes.get("source"));
    }

    /** Attributes first: data never takes the place of one. */
    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(Event.ID, id());
        fields.put(Event.SOURCE, source());
        fields.put(Event.KIND, attributes.get("type"));
        if (attributes.containsKey("time")) {
            fields.put(Event.TIMESTAMP, attributes.get("time"));
        }
        attributes.forEach((name, value) -> {
            if (!REQUIRED.contains(name) && !name.equals("time") && !name.equals("specversion")) {
                boolean ours = name.equals(Event.KIND) || name.equals(Event.TIMESTAMP);
                boolean fits = !TEXTS.contains(name) || value instanceof String;
                fields.put(ours || !fits ? "extension." + name : name, value);
            }
        });
        if (data instanceof Map<?, ?> members) {
            members.forEach((name, value) -> member(fields, String.valueOf(name), value));
        } else if (data != null) {
            fields.put(encoded ? BASE64 : DATA, data);
        }
        if (!(fields.get(Event.MESSAGE) instanceof String message) || message.isBlank()) {
            Object subject = attributes.get("subject");
            fields.put(
                    Event.MESSAGE, subject instanceof String text && !text.isBlank() ? text : attributes.get("type"));
        }
        return fields;
    }

    private static void member(Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
        boolean fits = !TEXTS.contains(name) || (value instanceof String text && !text.isBlank());
        boolean ours = FROM_ATTRIBUTES.contains(name) || fields.containsKey(name);
        fields.put(ours || !fits ? DATA + "." + name : name, value);
    }
}
