/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what is delivered, or refuses it, or waits, as told. Stands for intake when a portal is tested. Any number of threads. */
public final class CollectingSink implements Sink {

    private final List<List<Event>> batches = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Exception> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger entered = new AtomicInteger();
    private volatile Exception always;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** The next deliveries fail with these, one each; a {@link DeliveryException}, IOException or RuntimeException. */
    public CollectingSink refuse(Exception... next) {
        refusals.addAll(List.of(next));
        return this;
    }

    /** Every delivery fails with this from now on. */
    public CollectingSink refuseAlways(Exception failure) {
        always = failure;
        return this;
    }

    /** Deliveries wait from now on, until {@link #release}. */
    public CollectingSink hold() {
        gate = new CountDownLatch(1);
        return this;
    }

    public void release() {
        gate.countDown();
    }

    /** How many deliveries have begun, those that wait or were refused included. */
    public int entered() {
        return entered.get();
    }

    /** What was taken, in order. */
    public List<Event> events() {
        return batches.stream().flatMap(List::stream).toList();
    }

    /** What was taken, as it was handed over. */
    public List<List<Event>> batches() {
        return List.copyOf(batches);
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        entered.incrementAndGet();
        gate.await();
        Exception refusal = refusals.poll();
        refusal = refusal == null ? always : refusal;
        if (refusal instanceof DeliveryException failure) {
            throw failure;
        } else if (refusal instanceof IOException failure) {
            throw failure;
        } else if (refusal instanceof InterruptedException failure) {
            throw failure;
        } else if (refusal instanceof RuntimeException failure) {
            throw failure;
        } else if (refusal != null) {
            throw new IllegalArgumentException("a sink cannot throw this", refusal);
        }
        batches.add(List.copyOf(batch));
    }
}
