/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.core.metrics.Refusal;
import java.time.Duration;

/** None of a request was taken. Not an answer yet, since a permanent and a temporary one differ. */
final class Refused extends Exception {

    /** How long a sender that was refused should wait. Queues empty in moments, or not for long. */
    static final Duration WAIT = Duration.ofSeconds(1);

    private static final long serialVersionUID = 1;

    final Refusal why;

    Refused(Refusal why, String message) {
        super(message, null, false, false);
        this.why = why;
    }

    DeliveryException answer() {
        String message = String.valueOf(getMessage());
        return why == Refusal.TOO_LARGE
                ? DeliveryException.permanent(Reason.OVERFLOW, message, null)
                : DeliveryException.retryable(Reason.OVERFLOW, message, null).notBefore(WAIT);
    }
}
