/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.core.delivery.Judgement.Fault;
import dev.dispatcher.core.metrics.Dropped;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.metrics.Tally;
import dev.dispatcher.core.queue.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says when failures begin, change and end, instead of each time; and at most once a minute what was given up or dropped.
 * Any number of threads.
 */
final class FailureLog {

    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String sink;
    private final Logger logger;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Reason failing;
    private @Nullable Instant failingSince;
    private @Nullable Instant lastSuccess;
    private String lastMessage = "";
    private long failures;
    private long gaveUp;
    private @Nullable Instant gaveUpSaid;
    private long droppedSaid;
    private @Nullable Instant dropSaid;

    FailureLog(String sink, Logger logger, Clock clock, long droppedBefore) {
        this.sink = sink;
        this.logger = logger;
        this.clock = clock;
        this.droppedSaid = droppedBefore;
    }

    void failed(Fault fault, @Nullable Throwable thrown) {
        Failure failure = new Failure(fault.reason(), fault.message(), clock.instant());
        lock.lock();
        try {
            failures++;
            lastMessage = failure.message();
            if (failingSince == null) {
                failingSince = failure.at();
            }
            if (failing == fault.reason()) {
                return;
            }
            String change = failing == null ? "delivery fails" : "delivery still fails, in another way";
            failing = fault.reason();
            if (fault.reason() == Reason.AUTH) {
                logger.error("{}: parked, the credentials are refused: {}", sink, failure.message());
            } else if (fault.reason() == Reason.FAULT) {
                // the stack once: a mistake in a plugin cannot be found without it
                logger.warn("{}: {} ({}): {}", sink, change, word(failing), failure.message(), thrown);
            } else {
                logger.warn("{}: {} ({}): {}", sink, change, word(failing), failure.message());
            }
        } finally {
            lock.unlock();
        }
    }

    /** An attempt in which nothing is left to be tried again. */
    void ended(boolean delivered) {
        lock.lock();
        try {
            Instant now = clock.instant();
            if (delivered) {
                lastSuccess = now;
            }
            if (failing != null && failingSince != null) {
                logger.info(
                        "{}: delivers again, after {} failed attempts in {} s",
                        sink,
                        failures,
                        Duration.between(failingSince, now).toSeconds());
                failing = null;
                failingSince = null;
                failures = 0;
                lastMessage = "";
            }
        } finally {
            lock.unlock();
        }
    }

    void gaveUp(GaveUp why, String words) {
        lock.lock();
        try {
            gaveUp++;
            Instant now = clock.instant();
            if (gaveUpSaid == null || now.isAfter(gaveUpSaid.plus(QUIET))) {
                logger.warn("{}: gave up {} deliveries, the last one because: {}", sink, gaveUp, words);
                gaveUp = 0;
                gaveUpSaid = now;
            }
        } finally {
            lock.unlock();
        }
    }

    void drops(Tally<Dropped> dropped) {
        long sum = byQueue(dropped);
        lock.lock();
        try {
            Instant now = clock.instant();
            if (sum > droppedSaid && (dropSaid == null || now.isAfter(dropSaid.plus(QUIET)))) {
                logger.warn("{}: the queue was full, {} deliveries were dropped", sink, sum - droppedSaid);
                droppedSaid = sum;
                dropSaid = now;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Those that a full queue let go: a dry run is told elsewhere. */
    static long byQueue(Tally<Dropped> dropped) {
        return dropped.sum() - dropped.of(Dropped.DRY_RUN);
    }

    void say(String words) {
        logger.warn("{}: {}", sink, words);
    }

    void broken(Throwable error) {
        logger.error("{}: the plugin cannot run; its deliveries wait for another JAR and a reload", sink, error);
    }

    void mistake(Throwable error) {
        logger.error("{}: a mistake in the dispatcher; the deliveries go back to the queue", sink, error);
    }

    Optional<Instant> failingSince() {
        lock.lock();
        try {
            return Optional.ofNullable(failingSince);
        } finally {
            lock.unlock();
        }
    }

    Optional<Instant> lastSuccess() {
        lock.lock();
        try {
            return Optional.ofNullable(lastSuccess);
        } finally {
            lock.unlock();
        }
    }

    Optional<String> lastFailure() {
        lock.lock();
        try {
            return failing == null ? Optional.empty() : Optional.of(word(failing) + ": " + lastMessage);
        } finally {
            lock.unlock();
        }
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
