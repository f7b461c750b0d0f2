/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An attempt failed, and what can be said about the next one. Immutable but for {@link #getSuppressed}; the {@code
 * notBefore}, {@code onlyFor} and {@code also} methods return a changed copy.
 *
 * <p>The message is shown to users and stored: it must not contain a secret, such as a webhook's address.
 */
public final class DeliveryException extends Exception {

    /** Why, as a short closed list: the {@code reason} label of the failure metrics and of dead letters. */
    public enum Reason {
        /** No connection, a broken one, no answer in time. */
        CONNECTION,
        /** The destination is in trouble: 5xx. */
        SERVER,
        /** The destination asked for less: 429, 503 with a wait. */
        RATE_LIMITED,
        /** The deadline of the delivery passed. */
        DEADLINE,
        /** The destination does not want this event: other 4xx, 3xx, a malformed event. */
        REJECTED,
        /** Credentials are missing or wrong: 401, 403. The host parks the sink. */
        AUTH,
        /** The sink's own fault: an exception that it should have judged. */
        FAULT,
        /** No room to take it now. */
        OVERFLOW
    }

    private final Reason reason;
    private final boolean retryable;
    private final @Nullable Duration wait;
    private final Set<Event> events;
    private final List<DeliveryException> others;

    private DeliveryException(
            Reason reason,
            boolean retryable,
            @Nullable String message,
            @Nullable Throwable cause,
            @Nullable Duration wait,
            Set<Event> events,
            List<DeliveryException> others) {
        super(message, cause);
        this.reason = reason;
        this.retryable = retryable;
        this.wait = wait;
        this.events = events;
        this.others = others;
    }

    private static DeliveryException make(Reason reason, boolean retryable, String message, @Nullable Throwable cause) {
        return new DeliveryException(reason, retryable, message, cause, null, Set.of(), List.of());
    }

    /** Another attempt may help. */
    public static DeliveryException retryable(String message) {
        return make(Reason.SERVER, true, message, null);
    }

    /** Another attempt may help. */
    public static DeliveryException retryable(Reason reason, String message, @Nullable Throwable cause) {
        return make(reason, true, message, cause);
    }

    /** No attempt will ever help: the events become dead letters. */
    public static DeliveryException permanent(String message) {
        return make(Reason.REJECTED, false, message, null);
    }

    /** No attempt will ever help: the events become dead letters. */
    public static DeliveryException permanent(Reason reason, String message, @Nullable Throwable cause) {
        return make(reason, false, message, cause);
    }

    /** The credentials are refused: no attempt helps until someone changes them. The host parks the sink. */
    public static DeliveryException unauthorized(String message) {
        return make(Reason.AUTH, false, message, null);
    }

    /**
     * Judges an answer that is not 2xx, the same way for every sink: 408, 425, 429 and 5xx except 501 and 505 are
     * retryable, 401, 403 and 407 are {@linkplain #unauthorized unauthorized}, everything else is permanent. {@code
     * Retry-After}, in seconds or as a date, becomes the wait. The message holds the status and the beginning of the
     * answer's text.
     */
    public static DeliveryException of(Http.Response answer) {
        int status = answer.status();
        String message = describe(answer);
        DeliveryException judged = switch (status) {
            case 401, 403, 407 -> unauthorized(message);
            case 429 -> make(Reason.RATE_LIMITED, true, message, null);
            case 408, 425 -> make(Reason.SERVER, true, message, null);
            case 501, 505 -> make(Reason.REJECTED, false, message, null);
            default ->
                status >= 500 && status < 600
                        ? make(Reason.SERVER, true, message, null)
                        : make(Reason.REJECTED, false, message, null);
        };
        Optional<Duration> asked = retryAfter(answer.header("retry-after"), Instant.now());
        if (status == 503 && asked.isPresent()) {
            judged = make(Reason.RATE_LIMITED, true, message, null);
        }
        return judged.retryable && asked.isPresent() ? judged.notBefore(asked.get()) : judged;
    }

    /** Judges that no answer came, the same way for every sink: retryable, but for an address that is refused. */
    public static DeliveryException of(IOException failure) {
        return failure instanceof Http.RefusedAddressException
                ? make(Reason.REJECTED, false, String.valueOf(failure.getMessage()), null)
                : make(Reason.CONNECTION, true, String.valueOf(failure.getMessage()), failure);
    }

    private static String describe(Http.Response answer) {
        String text = new String(
                        answer.body(), 0, Math.min(answer.body().length, 200), java.nio.charset.StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .trim();
        return "the destination answered " + answer.status() + (text.isEmpty() ? "" : ": " + text);
    }

    private static Optional<Duration> retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.trim();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                            .toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The next attempt should wait at least so long. The host caps it ({@code delivery.retry-after-cap}). */
    public DeliveryException notBefore(Duration least) {
        return copy(least, events, others);
    }

    /**
     * Only these events of the batch failed, by identity; the others were delivered.
     *
     * @param failed events of the batch just as they were given to {@link Sink#deliver}
     */
    public DeliveryException onlyFor(Collection<Event> failed) {
        Set<Event> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(failed);
        return copy(wait, Collections.unmodifiableSet(identities), others);
    }

    /**
     * Other events of the same batch failed another way. Both must say which ({@link #onlyFor}); an event in neither was
     * delivered.
     */
    public DeliveryException also(DeliveryException other) {
        List<DeliveryException> all = new ArrayList<>(others);
        all.add(other);
        return copy(wait, events, List.copyOf(all));
    }

    private DeliveryException copy(@Nullable Duration least, Set<Event> only, List<DeliveryException> more) {
        DeliveryException copy =
                new DeliveryException(reason, retryable, super.getMessage(), getCause(), least, only, more);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public Reason reason() {
        return reason;
    }

    public boolean retryable() {
        return retryable;
    }

    /** How long the destination asked to be left alone. */
    public Optional<Duration> notBefore() {
        return Optional.ofNullable(wait);
    }

    /** The events that failed, by identity; empty means the whole batch. */
    public Set<Event> events() {
        return events;
    }

    /** What was added by {@link #also}. */
    public List<DeliveryException> others() {
        return others;
    }

    /** Never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
