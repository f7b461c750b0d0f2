/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import org.jspecify.annotations.Nullable;

/** One event cannot be taken. Thrown often and caught at once, so it has no stack trace. */
final class Refusal extends Exception {

    private final @Nullable String field;
    private final boolean limit;

    private Refusal(@Nullable String field, String message, boolean limit) {
        super(message, null, false, false);
        this.field = field;
        this.limit = limit;
    }

    static Refusal of(@Nullable String field, String message) {
        return new Refusal(field, message, false);
    }

    static Refusal limit(@Nullable String field, String message) {
        return new Refusal(field, message, true);
    }

    @Nullable
    String field() {
        return field;
    }

    boolean limit() {
        return limit;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
