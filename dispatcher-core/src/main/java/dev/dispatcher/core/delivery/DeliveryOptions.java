/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.queue.Overflow;
import dev.dispatcher.core.queue.QueueOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user may say about the delivery to one sink: the {@code delivery} block. The defaults are argued in
 * docs/delivery.md.
 *
 * @param wait_ the option {@code wait}: Java allows no component of that name
 */
@SuppressWarnings("MemberName") // wait_, see above
public record DeliveryOptions(
        @Option(value = "The most events that one call of the sink gets.", fallback = "1")
        int batch,

        @Option(
                value = "The most bytes of JSON that one call of the sink gets; a single larger event goes alone.",
                fallback = "1MiB")
        ByteSize batchBytes,

        @Option(
                value = "How long to wait for a batch to fill once its first event is there; 0s takes what is there.",
                fallback = "0s")
        Duration wait_,

        @Option(
                value = "How many calls of the sink may be in progress at once; above 1 events may overtake each other,"
                        + " unless ordered-by is set.",
                fallback = "1")
        int concurrency,

        @Option("The field whose equal values stay in order when concurrency is above 1.")
        Optional<String> orderedBy,

        @Option(
                value = "The deadline of one call of the sink; it is interrupted then and counts as failed.",
                fallback = "30s")
        Duration timeout,

        @Option(value = "The most events that wait for the sink.", fallback = "10000")
        int queue,

        @Option(value = "The most bytes of JSON that wait for the sink.", fallback = "64MiB")
        ByteSize queueBytes,

        @Option(
                value =
                        "What a full queue does: drop-oldest, drop-newest, reject, which refuses at intake, or spill, which lets"
                                + " what comes wait on the disk.",
                fallback = "drop-oldest")
        Overflow overflow,

        @Option(
                value = "With overflow: spill, how much may wait on the disk; beyond that the newest is dropped.",
                fallback = "10GiB")
        ByteSize spillSize,

        @Option(
                "How old a delivery may become before it is given up; counted anew when the sink is resumed or changed. 1h"
                        + " unless set, 7d with overflow: spill.")
        Optional<Duration> giveUpAfter,

        @Option("How many failed attempts that another could make good are made before a delivery is given up;"
                + " without it only give-up-after counts.")
        Optional<Integer> attempts,

        @Option("The pauses between attempts.") BackoffOptions backoff,

        @Option(value = "The longest wait that a destination may ask for (Retry-After).", fallback = "10m")
        Duration retryAfterCap,

        @Option("When to leave a destination alone that fails again and again.")
        BreakerOptions breaker,

        @Option(value = "How often a sink whose credentials are refused is tried with one event.", fallback = "5m")
        Duration parkProbe,

        @Option("The sink that gets what is given up here, instead of the dead letters.")
        Optional<String> fallback) {

    public static final DeliveryOptions DEFAULTS = new DeliveryOptions(
            1,
            new ByteSize(1 << 20),
            Duration.ZERO,
            1,
            Optional.empty(),
            Duration.ofSeconds(30),
            10_000,
            new ByteSize(64 << 20),
            Overflow.DROP_OLDEST,
            new ByteSize(10L << 30),
            Optional.empty(),
            Optional.empty(),
            BackoffOptions.DEFAULTS,
            Duration.ofMinutes(10),
            BreakerOptions.DEFAULTS,
            Duration.ofMinutes(5),
            Optional.empty());

    public DeliveryOptions {
        Checks.between("batch", batch, 1, 1_000_000);
        Checks.atLeast("batch-bytes", batchBytes.bytes(), 1);
        Checks.notNegative("wait", wait_);
        Checks.between("concurrency", concurrency, 1, 1000);
        Checks.positive("timeout", timeout);
        Checks.atLeast("queue", queue, 1);
        Checks.atLeast("queue-bytes", queueBytes.bytes(), 1);
        Checks.atLeast("spill-size", spillSize.bytes(), 1 << 20);
        giveUpAfter.ifPresent(age -> Checks.positive("give-up-after", age));
        attempts.ifPresent(most -> Checks.atLeast("attempts", most, 1));
        Checks.positive("retry-after-cap", retryAfterCap);
        Checks.positive("park-probe", parkProbe);
        if (orderedBy.isPresent() && orderedBy.get().isBlank()) {
            throw new IllegalArgumentException("ordered-by is the name of a field, not empty");
        }
        if (overflow == Overflow.REJECT && batch > queue) {
            throw new IllegalArgumentException("batch is at most queue (" + queue + "), not " + batch);
        }
    }

    /** {@code give-up-after}, or its default: what waits on the disk is meant to outlast more than an hour. */
    public Duration oldest() {
        return giveUpAfter.orElse(overflow == Overflow.SPILL ? Duration.ofDays(7) : Duration.ofHours(1));
    }

    /** The part of them that is about the queue. */
    public QueueOptions queueOptions() {
        return new QueueOptions(
                queue, queueBytes.bytes(), overflow, orderedBy, orderedBy.isPresent() ? concurrency : 1);
    }
}
