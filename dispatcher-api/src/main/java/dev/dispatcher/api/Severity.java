/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.util.Locale;
import java.util.Optional;

/** The severities that can be compared, lowest first. An event's {@code severity} stays the text that the sender wrote. */
public enum Severity {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL;

    /**
     * Reads the usual words of other systems too: {@code trace}; {@code ok}, {@code normal}, {@code information}; {@code
     * warn}, {@code minor}; {@code err}, {@code major}, {@code high}; {@code crit}, {@code fatal}, {@code alert}, {@code
     * emergency} and so on. The case does not matter.
     *
     * @return empty for a word that has no place in the order
     */
    public static Optional<Severity> of(String text) {
        return Optional.ofNullable(
                switch (text.trim().toLowerCase(Locale.ROOT)) {
                    case "debug", "trace", "fine", "finer", "finest", "verbose" -> DEBUG;
                    case "info", "information", "informational", "ok", "okay", "normal", "success", "resolved", "low" ->
                        INFO;
                    case "notice", "attention" -> NOTICE;
                    case "warning", "warn", "minor", "medium", "moderate" -> WARNING;
                    case "error", "err", "major", "high", "severe", "failure", "failed" -> ERROR;
                    case "critical",
                            "crit",
                            "fatal",
                            "alert",
                            "emergency",
                            "emerg",
                            "panic",
                            "blocker",
                            "disaster",
                            "page" -> CRITICAL;
                    default -> null;
                });
    }
}
