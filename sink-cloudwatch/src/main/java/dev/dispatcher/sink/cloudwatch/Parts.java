/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends the requests of one batch. One that is refused for its content is halved until what is refused stands alone, so
 * that it never holds the others; after the first failure that every request would meet, nothing more is sent.
 *
 * @param <P> what one request has many of
 */
final class Parts<P> {

    /** Sends one request. */
    @FunctionalInterface
    interface Call<P> {
        void send(List<P> parts) throws DeliveryException, InterruptedException;
    }

    /** So many requests are halved in one delivery; what is then undecided is sent again with the next one. */
    private static final int MOST_HALVED = 32;

    private final Verdicts verdicts;
    private final Function<P, Collection<Event>> events;
    private final Call<P> call;
    private int halved;
    private @Nullable DeliveryException over;

    Parts(Verdicts verdicts, Function<P, Collection<Event>> events, Call<P> call) {
        this.verdicts = verdicts;
        this.events = events;
        this.call = call;
    }

    void send(List<P> parts) throws InterruptedException {
        if (over != null) {
            refuse(parts, over);
            return;
        }
        try {
            call.send(parts);
        } catch (DeliveryException e) {
            judged(parts, e, false);
        } catch (SdkException e) {
            DeliveryException judged = Failures.of(e);
            judged(parts, judged, Failures.blamesContent(e, judged));
        }
    }

    private void judged(List<P> parts, DeliveryException verdict, boolean content) throws InterruptedException {
        if (content && parts.size() > 1) {
            halve(parts);
        } else {
            refuse(parts, verdict);
            if (verdict.retryable() || verdict.reason() == DeliveryException.Reason.AUTH) {
                over = verdict;
            }
        }
    }

    private void halve(List<P> parts) throws InterruptedException {
        if (++halved > MOST_HALVED) {
            over = DeliveryException.retryable(
                    "much of the batch is refused; the rest is told apart by the next attempt");
            refuse(parts, over);
            return;
        }
        int middle = parts.size() / 2;
        send(parts.subList(0, middle));
        send(parts.subList(middle, parts.size()));
    }

    private void refuse(List<P> parts, DeliveryException verdict) {
        parts.forEach(part -> verdicts.add(events.apply(part), verdict));
    }
}
