/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.metrics.HistoryCounts;
import dev.dispatcher.core.thread.Threads;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what memory remembers into the store, in turns, by a thread of its own: memory is the buffer, and who takes events
 * does nothing for it. What memory lets go of first is counted as late.
 */
public final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(50);
    private static final Duration AWAY_PAUSE = Duration.ofSeconds(2);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);
    /** In one transaction. */
    private static final int GROUP = 500;
    /** How many are looked at again until nothing more happens to them. */
    private static final int FOLLOWED = 10_000;

    private static final long END_MILLIS = 5_000;

    /** One that is in the store, and as what. */
    private record Written(Remembered event, Status status, int deliveries) {}

    private final History history;
    private final Recent recent;
    private final Writer writer;
    private final Retention retention;
    private final HistoryCounts counts;
    private final Share share;
    private final Function<Remembered, byte[]> told;
    private final Map<Place, Written> followed = new LinkedHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private long next;
    private boolean away;
    private long said = System.nanoTime() - SAY_AGAIN.toNanos();
    private long saidSkipped;

    /** @param told what became of an event, as JSON */
    public Recorder(
            History history,
            Recent recent,
            HistoryOptions options,
            HistoryCounts counts,
            Clock clock,
            Function<Remembered, byte[]> told) {
        this.history = history;
        this.recent = recent;
        this.counts = counts;
        this.told = told;
        this.writer = new Writer(history, counts);
        this.retention = new Retention(history, options, counts, clock);
        this.share = new Share(options.mostPerSecond());
        this.thread = Threads.factory("dispatcher-history-").newThread(this::run);
    }

    /** Does nothing where no history is kept. */
    public void start() {
        if (history.on()) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (!stop.await(pause().toMillis(), TimeUnit.MILLISECONDS)) {
                turn();
                retention.turn(away);
            }
            turn();
        } catch (InterruptedException e) {
            // the end took too long
            Thread.currentThread().interrupt();
        }
    }

    private Duration pause() {
        if (away) {
            return AWAY_PAUSE;
        }
        return recent.end() - next > GROUP ? SHORT_PAUSE : PAUSE;
    }

    /** Everything that is new. */
    private void turn() {
        try {
            boolean more = true;
            while (more) {
                Recent.News news = recent.since(next, GROUP);
                write(news.events());
                next = news.next();
                counts.late.add(news.missed());
                more = !news.events().isEmpty() && !Thread.currentThread().isInterrupted();
            }
            follow();
            if (away) {
                away = false;
                LOG.info("the history is written again");
            }
        } catch (SQLException e) {
            counts.failures.increment();
            if (!away) {
                away = true;
                LOG.warn(
                        "the history cannot be written, and is tried again; events are taken and delivered: {}",
                        e.getMessage());
            }
        } catch (RuntimeException e) {
            // whatever is wrong with these events must not end the history of the others
            LOG.error("a mistake in the history; some events are not kept", e);
            counts.refused.add(Math.min(GROUP, Math.max(0, recent.end() - next)));
            next = Math.min(next + GROUP, recent.end());
        }
        say();
    }

    private void write(List<Remembered> events) throws SQLException {
        List<Remembered> some = share.of(events);
        List<Row> rows = new ArrayList<>(some.size());
        Map<Place, Written> open = new LinkedHashMap<>();
        for (Remembered event : some) {
            // before the details, so that what changes meanwhile is noticed later
            Written as = new Written(event, event.status(), event.deliveries().size());
            Row row = Row.of(event, told.apply(event));
            rows.add(row);
            if (!over(as.status())) {
                open.put(row.place(), as);
            }
        }
        writer.insert(rows);
        counts.sampled.add(events.size() - some.size());
        followed.putAll(open);
        Iterator<Place> oldest = followed.keySet().iterator();
        while (followed.size() > FOLLOWED) {
            oldest.next();
            oldest.remove();
        }
    }

    /** A failed one may be tried again by hand. */
    private static boolean over(Status status) {
        return status == Status.FINISHED || status == Status.IGNORED;
    }

    private void follow() throws SQLException {
        List<Row> changed = new ArrayList<>();
        Map<Place, Written> as = new LinkedHashMap<>();
        for (Map.Entry<Place, Written> each : followed.entrySet()) {
            Remembered event = each.getValue().event();
            Written now = new Written(event, event.status(), event.deliveries().size());
            if (now.status() != each.getValue().status()
                    || now.deliveries() != each.getValue().deliveries()) {
                changed.add(Row.of(event, told.apply(event)));
                as.put(each.getKey(), now);
                if (changed.size() == GROUP) {
                    break;
                }
            }
        }
        if (!changed.isEmpty()) {
            writer.update(changed);
            followed.putAll(as);
            as.forEach((place, now) -> {
                if (over(now.status())) {
                    followed.remove(place);
                }
            });
        }
    }

    private void say() {
        long skipped = counts.skipped();
        if (skipped > saidSkipped && System.nanoTime() - said > SAY_AGAIN.toNanos()) {
            LOG.warn(
                    "{} events are not in the history since this was last said: {} late, {} sampled, {} refused by the"
                            + " database so far",
                    skipped - saidSkipped,
                    counts.late.sum(),
                    counts.sampled.sum(),
                    counts.refused.sum());
            said = System.nanoTime();
            saidSkipped = skipped;
        }
    }

    /** Writes what is there, for a few seconds at most. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(END_MILLIS);
            if (thread.isAlive()) {
                thread.interrupt();
                LOG.warn("the last events are not in the history: the store takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        history.close();
    }
}
