/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.core.queue.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt came to, for each delivery of the batch.
 *
 * @param faults in the order of the batch; null for what was delivered
 */
record Judgement(List<@Nullable Fault> faults) {

    /**
     * Why a delivery failed.
     *
     * @param named true when the sink said that it was this event, rather than the batch as a whole
     */
    record Fault(
            Reason reason,
            boolean retryable,
            String message,
            @Nullable Duration notBefore,
            boolean named) {

        /** The credentials are at fault, not the delivery. */
        boolean parks() {
            return reason == Reason.AUTH && !retryable;
        }

        /** The destination showed no sign of life. */
        boolean silent() {
            return retryable && reason != Reason.RATE_LIMITED && reason != Reason.OVERFLOW;
        }
    }

    static Judgement delivered(List<Delivery> batch) {
        List<@Nullable Fault> none = new ArrayList<>(batch.size());
        batch.forEach(unused -> none.add(null));
        return new Judgement(none);
    }

    /** The sink threw this. */
    static Judgement of(List<Delivery> batch, Throwable thrown, boolean interrupted, Duration timeout) {
        if (thrown instanceof DeliveryException told && (told.retryable() || !interrupted)) {
            return of(batch, told);
        }
        Fault fault;
        if (interrupted) {
            fault = new Fault(Reason.DEADLINE, true, "no end within " + Checks.text(timeout), null, false);
        } else if (thrown instanceof Http.RefusedAddressException refused) {
            return of(batch, DeliveryException.of(refused));
        } else if (thrown instanceof java.io.IOException) {
            fault = new Fault(Reason.CONNECTION, true, describe(thrown), null, false);
        } else {
            fault = new Fault(Reason.FAULT, true, describe(thrown), null, false);
        }
        List<@Nullable Fault> all = new ArrayList<>(batch.size());
        batch.forEach(unused -> all.add(fault));
        return new Judgement(all);
    }

    private static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + message;
    }

    private static Judgement of(List<Delivery> batch, DeliveryException told) {
        List<DeliveryException> all = new ArrayList<>();
        flatten(told, all);
        // one that names no event speaks for those that no other names: better again than lost
        DeliveryException rest = null;
        for (DeliveryException one : all) {
            if (!namesAny(one.events(), batch)) {
                rest = rest == null || one.retryable() ? one : rest;
            }
        }
        List<@Nullable Fault> faults = new ArrayList<>(batch.size());
        for (Delivery delivery : batch) {
            DeliveryException own = null;
            for (DeliveryException one : all) {
                if (one.events().contains(delivery.event()) && (own == null || one.retryable())) {
                    own = one;
                }
            }
            faults.add(own != null ? fault(own, true) : rest != null ? fault(rest, false) : null);
        }
        return new Judgement(faults);
    }

    private static void flatten(DeliveryException told, List<DeliveryException> into) {
        into.add(told);
        told.others().forEach(other -> flatten(other, into));
    }

    private static boolean namesAny(Set<Event> named, List<Delivery> batch) {
        return batch.stream().anyMatch(delivery -> named.contains(delivery.event()));
    }

    private static Fault fault(DeliveryException told, boolean named) {
        return new Fault(
                told.reason(),
                told.retryable(),
                told.getMessage(),
                told.notBefore().orElse(null),
                named);
    }

    /** With no secret in what the sink said. */
    Judgement masked(UnaryOperator<String> mask) {
        List<@Nullable Fault> masked = new ArrayList<>(faults.size());
        for (Fault fault : faults) {
            masked.add(
                    fault == null
                            ? null
                            : new Fault(
                                    fault.reason(),
                                    fault.retryable(),
                                    mask.apply(fault.message()),
                                    fault.notBefore(),
                                    fault.named()));
        }
        return new Judgement(masked);
    }

    /** The first that failed for this kind of reason. */
    Optional<Fault> worst() {
        Fault worst = null;
        for (Fault fault : faults) {
            if (fault != null && (worst == null || rank(fault) > rank(worst))) {
                worst = fault;
            }
        }
        return Optional.ofNullable(worst);
    }

    private static int rank(Fault fault) {
        return fault.parks() ? 2 : fault.retryable() ? 1 : 0;
    }

    Outcome outcome() {
        if (faults.stream().anyMatch(fault -> fault != null && fault.parks())) {
            return Outcome.UNAUTHORIZED;
        }
        boolean silent = !faults.isEmpty() && faults.stream().allMatch(fault -> fault != null && fault.silent());
        return silent ? Outcome.SILENT : Outcome.ANSWERED;
    }

    /** The longest wait that was asked for. */
    Duration wait(Duration cap) {
        Duration longest = Duration.ZERO;
        for (Fault fault : faults) {
            Duration wait = fault == null ? null : fault.notBefore();
            if (wait != null && wait.compareTo(longest) > 0) {
                longest = wait;
            }
        }
        return longest.compareTo(cap) > 0 ? cap : longest;
    }

    /** What an attempt says about the destination. */
    enum Outcome {
        /** It is there, whatever it thinks of the events. */
        ANSWERED,
        /** Nothing shows that it is there. */
        SILENT,
        /** It does not know us. */
        UNAUTHORIZED
    }
}
