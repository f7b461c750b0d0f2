/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.io.IOException;
import java.util.List;

/**
 * One destination, configured. The host owns threads, queues, batches, retries, back-off, deadlines and dead letters; a
 * sink makes one attempt and says what came of it.
 *
 * <p>Intake is a sink too: a {@link Portal} delivers into one.
 */
@FunctionalInterface
public interface Sink extends AutoCloseable {

    /**
     * Makes one attempt to hand over the batch. Returns when the destination is responsible for all of it; throws
     * otherwise, and never retries by itself.
     *
     * <p>Called by one thread at a time unless the user raised {@code delivery.concurrency}; then by that many at once.
     * The calling thread is interrupted at the deadline ({@code delivery.timeout}) and when the host stops; the call must
     * then end within two seconds. An empty batch is never sent by the host and must do nothing.
     *
     * @param batch in order of arrival; unmodifiable; one event unless the user or the factory asked for batches
     * @throws DeliveryException when it is known whether another attempt can help, and for which events
     * @throws IOException judged by {@link DeliveryException#of(IOException)}; a {@code RuntimeException} is retryable too
     */
    void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException;

    /** One attempt to hand over one event. */
    @FunctionalInterface
    interface Each {
        void deliver(Event event) throws DeliveryException, IOException, InterruptedException;
    }

    /**
     * For destinations that take one event at a time: hands over a batch one by one, in order. Ends at the first failure that
     * is not about its event alone (retryable, or of the credentials), since the next one would meet the same; the events
     * from there on have failed then, those before are delivered.
     */
    static void each(List<Event> batch, Each each) throws DeliveryException, InterruptedException {
        DeliveryException failures = null;
        for (int i = 0; i < batch.size(); i++) {
            DeliveryException failure = null;
            try {
                each.deliver(batch.get(i));
            } catch (DeliveryException e) {
                failure = e;
            } catch (IOException e) {
                failure = DeliveryException.of(e);
            }
            if (failure != null) {
                boolean over = failure.retryable() || failure.reason() == DeliveryException.Reason.AUTH;
                DeliveryException part = failure.onlyFor(over ? batch.subList(i, batch.size()) : List.of(batch.get(i)));
                failures = failures == null ? part : failures.also(part);
                if (over) {
                    break;
                }
            }
        }
        if (failures != null) {
            throw failures;
        }
    }

    /** Releases what {@link SinkFactory#create} took. Called by the host after the last delivery; may be called twice. */
    @Override
    default void close() {}
}
