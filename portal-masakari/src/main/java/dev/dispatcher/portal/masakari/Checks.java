/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks values as Masakari's schemas do, and says what is wrong in the same words. */
final class Checks {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");

    private Checks() {}

    static boolean uuid(String text) {
        return UUID.matcher(text).matches();
    }

    /** @param field empty for the document itself */
    static Fault wrong(String field, @Nullable Object value, String reason) {
        return new Fault(
                400,
                field.isEmpty()
                        ? reason
                        : "Invalid input for field/attribute " + field + ". Value: " + Python.text(value) + ". "
                                + reason);
    }

    /** An object with these keys, each once, and no other. */
    static Map<?, ?> object(String field, @Nullable Object value, List<String> required, List<String> optional)
            throws Fault {
        Map<?, ?> object = object(field, value);
        List<Object> others = new ArrayList<>(object.keySet());
        others.removeAll(required);
        others.removeAll(optional);
        if (!others.isEmpty()) {
            throw wrong(
                    field,
                    value,
                    "Additional properties are not allowed ("
                            + others.stream().map(Python::quoted).collect(Collectors.joining(", "))
                            + (others.size() == 1 ? " was" : " were") + " unexpected)");
        }
        for (String key : required) {
            if (!object.containsKey(key)) {
                throw wrong(field, value, "'" + key + "' is a required property");
            }
        }
        return object;
    }

    static Map<?, ?> object(String field, @Nullable Object value) throws Fault {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw wrong(field, value, Python.quoted(value) + " is not of type 'object'");
    }

    static String text(String field, @Nullable Object value, int least, int most) throws Fault {
        if (!(value instanceof String text)) {
            throw wrong(field, value, Python.quoted(value) + " is not of type 'string'");
        }
        int length = text.codePointCount(0, text.length());
        if (length < least || length > most) {
            throw wrong(field, value, Python.quoted(text) + (length < least ? " is too short" : " is too long"));
        }
        return text;
    }

    static String oneOf(String field, @Nullable Object value, List<String> words) throws Fault {
        if (value instanceof String text && words.contains(text)) {
            return text;
        }
        throw wrong(
                field,
                value,
                value instanceof String
                        ? Python.quoted(value) + " is not one of "
                                + words.stream().map(Python::quoted).collect(Collectors.joining(", ", "(", ")"))
                        : Python.quoted(value) + " is not of type 'string'");
    }
}
