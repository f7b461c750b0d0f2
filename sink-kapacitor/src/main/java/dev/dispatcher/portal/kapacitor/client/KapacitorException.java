/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.client;

import org.jspecify.annotations.Nullable;

/** Kapacitor did not do what it was asked. */
public final class KapacitorException extends Exception {

    /** What is known about it. */
    public enum Why {
        /** It said no: nothing has changed there. */
        REFUSED,
        /** It answered that it failed, or something that is no answer: what has changed there is not known. */
        FAILED,
        /** It did not answer: what has changed there is not known. */
        AWAY
    }

    private final Why why;
    private final int status;

    KapacitorException(Why why, int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
        this.status = status;
    }

    public Why why() {
        return why;
    }

    /** The status of its answer, 0 when there was none. */
    public int status() {
        return status;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
