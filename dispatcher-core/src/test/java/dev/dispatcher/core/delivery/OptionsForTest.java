/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.queue.Overflow;
import java.time.Duration;
import java.util.Optional;

/** Delivery options with short pauses, to be changed field by field. */
public final class OptionsForTest {

    public int batch = 1;
    public long batchBytes = 1 << 20;
    public Duration wait = Duration.ZERO;
    public int concurrency = 1;
    public Optional<String> orderedBy = Optional.empty();
    public Duration timeout = Duration.ofSeconds(30);
    public int queue = 10_000;
    public long queueBytes = 1 << 26;
    public Overflow overflow = Overflow.DROP_OLDEST;
    public Duration giveUpAfter = Duration.ofHours(1);
    public Optional<Integer> attempts = Optional.empty();
    public BackoffOptions backoff = new BackoffOptions(Duration.ofNanos(100_000), Duration.ofMillis(1));
    public Duration retryAfterCap = Duration.ofMillis(2);
    public BreakerOptions breaker = new BreakerOptions(1000, Duration.ofMillis(2), Duration.ofMillis(4));
    public Duration parkProbe = Duration.ofMillis(2);
    public Optional<String> fallback = Optional.empty();

    public DeliveryOptions build() {
        return new DeliveryOptions(
                batch,
                new ByteSize(batchBytes),
                wait,
                concurrency,
                orderedBy,
                timeout,
                queue,
                new ByteSize(queueBytes),
                overflow,
                new ByteSize(1 << 20),
                Optional.of(giveUpAfter),
                attempts,
                backoff,
                retryAfterCap,
                breaker,
                parkProbe,
                fallback);
    }
}
