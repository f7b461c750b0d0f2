/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.trace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The W3C trace context of a request. The dispatcher makes no spans of its own, so it hands on what it got as it is.
 *
 * @param parent the header {@code traceparent}
 * @param state the header {@code tracestate}
 */
public record Trace(String parent, Optional<String> state) {

    /** The standard asks to hand on at least this much. */
    private static final int LONGEST_STATE = 512;

    private static final int LENGTH = 55;

    /**
     * What the headers say.
     *
     * @param parent null when there is none
     * @param state null when there is none
     * @return null when there is no parent, or it is none: a broken context is dropped, as the standard asks for
     */
    public static @Nullable Trace of(@Nullable String parent, @Nullable String state) {
        if (parent == null || !valid(parent)) {
            return null;
        }
        boolean handOn = state != null && !state.isBlank() && state.length() <= LONGEST_STATE && printable(state);
        return new Trace(parent, handOn ? Optional.ofNullable(state) : Optional.empty());
    }

    /** {@code 00-…32 hex…-…16 hex…-01}; later versions may have more behind it. */
    private static boolean valid(String parent) {
        if (parent.length() < LENGTH
                || !hex(parent, 0, 2)
                || parent.startsWith("ff")
                || parent.charAt(2) != '-'
                || !hex(parent, 3, 35)
                || parent.charAt(35) != '-'
                || !hex(parent, 36, 52)
                || parent.charAt(52) != '-'
                || !hex(parent, 53, LENGTH)
                || zero(parent, 3, 35)
                || zero(parent, 36, 52)) {
            return false;
        }
        boolean more = parent.length() > LENGTH;
        return !more
                || (!parent.startsWith("00")
                        && parent.charAt(LENGTH) == '-'
                        && parent.length() <= LONGEST_STATE
                        && printable(parent));
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean zero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static boolean printable(String text) {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
