/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.Outcomes.Outcome;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.api.PluginContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Writes down what becomes of the events, for the time after the host has forgotten them. */
final class Tracker {

    private static final Duration EXPIRES = Duration.ofDays(1);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final PluginContext context;
    private final Notifications notifications;
    private final Duration keep;
    /** What could not be written while the store was away. */
    private final Map<String, Outcome> unsaved = new ConcurrentHashMap<>();

    private final AtomicLong tidied;

    Tracker(PluginContext context, Notifications notifications, Duration keep) {
        this.context = context;
        this.notifications = notifications;
        this.keep = keep;
        this.tidied = new AtomicLong(context.clock().millis());
    }

    /** Hears of everything again that an instance before this one may have left. */
    void resume() {
        try {
            for (Row row : notifications.unsettled(MOST)) {
                follow(row.uuid());
            }
        } catch (SQLException e) {
            context.logger().warn("what became of earlier notifications could not be looked up", e);
        }
    }

    void follow(String uuid) {
        context.outcomes().follow(uuid, this::heard);
    }

    private void heard(Outcome outcome) {
        if (outcome.status() == Status.NEW) {
            return;
        }
        if (unsaved.size() < MOST) {
            unsaved.put(outcome.event().id(), outcome);
        }
        save();
    }

    /** Writes what is not written yet. */
    void save() {
        for (Map.Entry<String, Outcome> each : List.copyOf(unsaved.entrySet())) {
            Outcome outcome = each.getValue();
            try {
                notifications.become(
                        each.getKey(),
                        outcome.status().word(),
                        Details.of(outcome.deliveries()),
                        outcome.status().settled(),
                        now());
                unsaved.remove(each.getKey(), outcome);
            } catch (SQLException e) {
                context.counter("store_failed").increment();
                return;
            }
        }
    }

    /** As it is at this moment, which may be newer than what is written. */
    Row current(Row row) {
        List<Outcome> found = context.outcomes().find(row.uuid());
        if (found.isEmpty() || found.get(0).status() == Status.NEW) {
            return row;
        }
        Outcome outcome = found.get(0);
        boolean changed = !row.status().equals(outcome.status().word());
        return row.with(
                outcome.status().word(),
                Details.of(outcome.deliveries()),
                changed || row.updated() == 0 ? now() : row.updated());
    }

    /** Once an hour. */
    void tidy() {
        Instant now = context.clock().instant();
        long last = tidied.get();
        if (now.toEpochMilli() - last < TIDY.toMillis() || !tidied.compareAndSet(last, now.toEpochMilli())) {
            return;
        }
        try {
            notifications.tidy(Times.micros(now.minus(keep)), Times.micros(now.minus(EXPIRES)), now());
        } catch (SQLException e) {
            context.logger().warn("old notifications could not be removed", e);
        }
    }

    /** Whole seconds, as Masakari has them. */
    long now() {
        return Math.multiplyExact(context.clock().instant().getEpochSecond(), 1_000_000L);
    }
}
