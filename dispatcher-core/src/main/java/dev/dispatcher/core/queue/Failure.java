/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import dev.dispatcher.api.DeliveryException.Reason;
import java.time.Instant;

/**
 * One failed attempt, as it is remembered with a delivery.
 *
 * @param message for people: control characters removed, at most {@value #LONGEST} characters
 */
public record Failure(Reason reason, String message, Instant at) {

    static final int LONGEST = 500;

    public Failure {
        message = clean(message);
    }

    /** Destinations answer with anything: what they say must not break a line of the log or fill the memory. */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && out.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                    out.append(' ');
                }
            } else if (!Character.isSurrogate(c)) {
                out.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))
                    && out.length() + 1 < LONGEST) {
                out.append(c).append(text.charAt(++i));
            }
        }
        return out.toString().strip();
    }
}
