/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import dev.dispatcher.api.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One event in the making: collects flat fields, applies the limits, and sets what the sender left out. One thread. */
final class Draft {

    private static final int MOST_DIGITS = 1000;
    private static final int LARGEST_EXPONENT = 10_000;

    private final Limits limits;
    private final FieldMap fields = new FieldMap();
    private @Nullable Set<String> containers;
    private boolean changed;

    Draft(Limits limits) {
        this.limits = limits;
    }

    /** Whether the event is no longer what the sender wrote, apart from fields added in front. */
    boolean changed() {
        return changed;
    }

    FieldMap fields() {
        return fields;
    }

    /** Adds a field whose value is a plain one. */
    void add(String name, @Nullable Object value) throws Refusal {
        Object kept = value;
        if (value instanceof String text) {
            checkSize(name, text);
        } else if (value instanceof Number number) {
            checkNumber(name, number);
        }
        if (isNamed(name) && !(value instanceof String)) {
            kept = asText(name, value);
        }
        if (fields.size() >= limits.fields()) {
            throw Refusal.limit(shown(name), "more than " + limits.fields() + " fields (limit 'fields')");
        }
        if (name.length() > limits.fieldName() || name.isEmpty()) {
            throw badName(name);
        }
        if ((containers != null && containers.contains(name)) || !fields.add(name, kept)) {
            throw twice(name);
        }
    }

    /** Notes that this name holds nested values, so that it is not used a second time. */
    void container(String name, String what) throws Refusal {
        if (limits.strict()) {
            throw Refusal.of(shown(name), "a text, number, boolean or null is expected, not " + what);
        }
        if (isNamed(name)) {
            throw Refusal.of(name, "a text is expected, not " + what);
        }
        if (name.length() > limits.fieldName()) {
            throw badName(name);
        }
        changed = true;
        if (containers == null) {
            containers = new HashSet<>();
        }
        // an empty object makes no field, so the number of fields alone does not bound this
        if (containers.size() >= limits.fields() * 4) {
            throw Refusal.limit(shown(name), "more than " + limits.fields() * 4 + " nested values (limit 'fields')");
        }
        if (fields.containsKey(name) || !containers.add(name)) {
            throw twice(name);
        }
    }

    void checkDepth(String name, int depth) throws Refusal {
        if (depth > limits.depth()) {
            throw Refusal.limit(shown(name), "nested deeper than " + limits.depth() + " levels (limit 'depth')");
        }
    }

    private Refusal badName(String name) {
        return name.isEmpty()
                ? Refusal.of("", "a field needs a name")
                : Refusal.limit(
                        shown(name),
                        "the name has " + name.length() + " characters, at most " + limits.fieldName()
                                + " are taken (limit 'field-name')");
    }

    private static Refusal twice(String name) {
        return Refusal.of(shown(name), "the field is there twice");
    }

    static String shown(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }

    private void checkSize(String name, String text) throws Refusal {
        long most = limits.fieldSize().bytes();
        if (text.length() * 3L > most && utf8Length(text) > most) {
            throw Refusal.limit(shown(name), "the text is larger than " + most + " bytes (limit 'field-size')");
        }
    }

    private static long utf8Length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // the halves of a pair have two bytes each
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    private static void checkNumber(String name, Number number) throws Refusal {
        if (number instanceof BigInteger big && big.bitLength() > MOST_DIGITS * 4) {
            throw Refusal.limit(shown(name), "a number has at most " + MOST_DIGITS + " digits");
        }
        if (number instanceof BigDecimal decimal
                && (decimal.precision() > MOST_DIGITS || Math.abs((long) decimal.scale()) > LARGEST_EXPONENT)) {
            throw Refusal.limit(
                    shown(name),
                    "a number has at most " + MOST_DIGITS + " digits and an exponent of at most " + LARGEST_EXPONENT);
        }
    }

    /** The fields that have a meaning, and so are texts. */
    private static boolean isNamed(String name) {
        return switch (name) {
            case Event.ID,
                    Event.TIMESTAMP,
                    Event.KIND,
                    Event.MESSAGE,
                    Event.SOURCE,
                    Event.SEVERITY,
                    Event.VIEW_LINK,
                    Event.ACK_LINK -> true;
            default -> false;
        };
    }

    private @Nullable Object asText(String name, @Nullable Object value) throws Refusal {
        if (value == null) {
            return null;
        }
        if (name.equals(Event.ID) && (value instanceof Long || value instanceof BigInteger)) {
            changed = true;
            return value.toString();
        }
        String hint = name.equals(Event.TIMESTAMP) ? " such as 2026-11-20T10:15:30Z" : "";
        throw Refusal.of(name, "a text" + hint + " is expected, not " + (value instanceof Number ? "a number" : value));
    }

    /** Checks what must be there. What the sender left out comes from the stamp. */
    Event finish(Stamp stamp, byte @Nullable [] body, int from, int to) throws Refusal {
        if (!(fields.get(Event.MESSAGE) instanceof String message) || message.isEmpty()) {
            boolean there = fields.containsKey(Event.MESSAGE);
            throw Refusal.of(Event.MESSAGE, there ? "a text that is not empty is expected" : "the field is missing");
        }
        StringBuilder front = new StringBuilder(120);
        Object timestamp = fields.get(Event.TIMESTAMP);
        boolean kindGiven = given(Event.KIND);
        if (!kindGiven) {
            set(Event.KIND, Event.UNKNOWN_KIND, front);
        }
        if (timestamp instanceof String text && !text.isEmpty()) {
            canonical(text);
        } else {
            set(Event.TIMESTAMP, stamp.timestamp(), front);
        }
        if (!given(Event.ID)) {
            set(Event.ID, stamp.id(), front);
        }
        return Event.trusted(fields, changed || body == null ? null : Bytes.behind(front, body, from, to));
    }

    private boolean given(String name) {
        return fields.get(name) instanceof String text && !text.isEmpty();
    }

    private void set(String name, String value, StringBuilder front) {
        if (fields.containsKey(name)) {
            fields.change(name, value);
            changed = true;
        } else {
            fields.addInFront(name, value);
            front.insert(0, "\"" + name + "\":\"" + value + "\",");
        }
    }

    private void canonical(String text) throws Refusal {
        String canonical = Timestamps.canonical(text);
        if (canonical == null) {
            throw Refusal.of(
                    Event.TIMESTAMP,
                    "a date and time in ISO-8601, such as 2026-11-20T10:15:30Z, is expected, not '"
                            + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "'");
        }
        if (!canonical.equals(text)) {
            fields.change(Event.TIMESTAMP, canonical);
            changed = true;
        }
    }

    /** Refuses halves of surrogate pairs, which have no UTF-8. */
    void checkSurrogates() throws Refusal {
        for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
            if (broken(field.getKey()) || (field.getValue() instanceof String text && broken(text))) {
                throw Refusal.of(
                        broken(field.getKey()) ? null : shown(field.getKey()),
                        "half of a surrogate pair is no character (an escape from \\ud800 to \\udfff stands alone)");
            }
        }
    }

    private static boolean broken(String text) {
        int i = 0;
        while (i < text.length()) {
            // of a whole pair this is one code point beyond the surrogates
            int point = text.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return true;
            }
            i += Character.charCount(point);
        }
        return false;
    }
}
