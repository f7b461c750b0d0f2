/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.core.history.Tables.Size;
import dev.dispatcher.core.metrics.HistoryCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the oldest in small batches, a few at each turn, so that nobody waits long for it. One thread. */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    /** Batches of one turn: more than are written between two. */
    private static final int BATCHES = 4;
    /** Others that share the store write too, so that it is counted again. */
    private static final long COUNT_AGAIN = TimeUnit.MINUTES.toNanos(10);

    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(30);

    private final History history;
    private final HistoryOptions options;
    private final HistoryCounts counts;
    private final Clock clock;
    private long counted;
    private boolean everCounted;
    private long lookedForOld;
    private boolean everLooked;

    Retention(History history, HistoryOptions options, HistoryCounts counts, Clock clock) {
        this.history = history;
        this.options = options;
        this.counts = counts;
        this.clock = clock;
    }

    /** @param away true while the store is not to be asked */
    void turn(boolean away) {
        // nobody pays for tables that nothing was written into
        if (away || counts.recorded.sum() == 0) {
            return;
        }
        try {
            count();
            for (int i = 0; i < BATCHES && tooMuch(); i++) {
                remove(null);
            }
            removeOld();
        } catch (SQLException e) {
            LOG.debug("the history is not tidied up for now", e);
        }
    }

    private void count() throws SQLException {
        if (!everCounted || System.nanoTime() - counted > COUNT_AGAIN) {
            try (Connection connection = history.connection()) {
                Size size = Tables.size(connection);
                counts.events.set(size.events());
                counts.bytes.set(size.bytes());
            }
            counted = System.nanoTime();
            everCounted = true;
        }
    }

    private boolean tooMuch() {
        return counts.events.get() > options.keep()
                || counts.bytes.get() > options.keepSize().bytes();
    }

    private void removeOld() throws SQLException {
        if (everLooked && System.nanoTime() - lookedForOld < LOOK_AGAIN) {
            return;
        }
        long before = Place.micros(clock.instant().minus(options.keepFor()));
        for (int i = 0; i < BATCHES; i++) {
            if (remove(before) < BATCH) {
                lookedForOld = System.nanoTime();
                everLooked = true;
                return;
            }
        }
    }

    private long remove(@Nullable Long before) throws SQLException {
        int most = before != null ? BATCH : (int) Math.min(BATCH, Math.max(1, counts.events.get() - options.keep()));
        try (Connection connection = history.connection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                Size gone = Tables.remove(connection, before, most);
                connection.commit();
                done = true;
                counts.removed.add(gone.events());
                counts.events.addAndGet(-gone.events());
                counts.bytes.addAndGet(-gone.bytes());
                return gone.events();
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        }
    }
}
