/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** Says what is wrong with bytes that are not JSON in UTF-8. */
final class Encoding {

    private Encoding() {}

    /** Where the bytes cease to be UTF-8, or hold a NUL that would pass for UTF-16; -1 when all is well. */
    static int wrongAt(byte[] bytes, int from, int to) {
        for (int i = from; i < Math.min(from + 4, to); i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return Bytes.notUtf8(bytes, from, to);
    }

    static String describe(byte[] bytes, int from, int at) {
        return bytes[at] == 0
                ? "JSON in UTF-8 is expected; byte " + (at - from + 1) + " is NUL (UTF-16 is not read)"
                : "JSON in UTF-8 is expected; byte " + (at - from + 1) + ", 0x"
                        + Integer.toHexString(bytes[at] & 0xFF).toUpperCase(java.util.Locale.ROOT) + ", is not UTF-8";
    }

    /** The reason as the parser gives it, without its own view of where that was. */
    static String describe(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return "the JSON is nested too deeply, or otherwise larger than anything that is read";
        }
        if (e instanceof JsonEOFException) {
            return "the JSON ends too early";
        }
        String reason = e instanceof JsonProcessingException parsing ? parsing.getOriginalMessage() : e.getMessage();
        String first = reason == null ? "" : reason.lines().findFirst().orElse("");
        int source = first.indexOf(" (start marker");
        String text = source < 0 ? first : first.substring(0, source);
        return "not JSON: " + (text.length() <= 200 ? text : text.substring(0, 200) + "…");
    }

    static int line(IOException e) {
        return e instanceof JsonProcessingException parsing && parsing.getLocation() != null
                ? Math.max(1, parsing.getLocation().getLineNr())
                : 1;
    }
}
