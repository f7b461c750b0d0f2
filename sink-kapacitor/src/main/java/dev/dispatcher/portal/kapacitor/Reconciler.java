/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.portal.kapacitor.client.Found;
import dev.dispatcher.portal.kapacitor.client.Kapacitor;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.store.Row;
import dev.dispatcher.portal.kapacitor.store.Tasks;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the store with Kapacitor and makes Kapacitor have what the store says. Tasks of Kapacitor that the store does not
 * know are told, and left alone: another program may have made them. For one thread.
 */
final class Reconciler {

    private final PluginContext context;
    private final Tasks tasks;
    private final Kapacitor kapacitor;
    private final Changes changes;
    private Set<String> unknown = Set.of();
    private boolean failing;

    Reconciler(PluginContext context, Tasks tasks, Kapacitor kapacitor, Changes changes) {
        this.context = context;
        this.tasks = tasks;
        this.kapacitor = kapacitor;
        this.changes = changes;
    }

    /** One comparison. False when the store or Kapacitor is away; the first time in a row it is said. */
    boolean run() throws InterruptedException {
        try {
            compare();
            if (failing) {
                context.logger().info("the store and Kapacitor can be compared again");
            }
            failing = false;
            return true;
        } catch (KapacitorException | SQLException | RuntimeException e) {
            context.counter("reconcile_failed").increment();
            if (!failing) {
                context.logger().warn("the store and Kapacitor cannot be compared: {}", e.getMessage());
            }
            failing = true;
            return false;
        }
    }

    private void compare() throws KapacitorException, SQLException, InterruptedException {
        Map<String, Found> there = new LinkedHashMap<>();
        kapacitor.tasks().forEach(found -> there.put(found.id(), found));
        Set<String> ours = new TreeSet<>();
        for (Row row : tasks.rows()) {
            ours.add(row.id());
            Instant now = context.clock().instant();
            if (row.abandoned(now)) {
                repair(row, "a change of it was begun and not ended");
            } else if (row.until().isEmpty() && row.task().isPresent()) {
                Optional<String> difference = difference(row, Optional.ofNullable(there.get(row.id())));
                if (difference.isPresent()) {
                    repair(row, difference.get());
                }
            }
        }
        tell(there, ours);
    }

    private Optional<String> difference(Row row, Optional<Found> found) {
        if (found.isEmpty()) {
            return Optional.of("Kapacitor did not have it");
        }
        if (found.get().is(changes.definition(row.task().orElseThrow()))) {
            return Optional.empty();
        }
        return Optional.of(
                !found.get().enabled()
                        ? "it was disabled"
                        : found.get().executing()
                                ? "Kapacitor had another script"
                                : "it did not run: " + found.get().error());
    }

    /** One task that Kapacitor refuses does not keep the others from being repaired. */
    private void repair(Row row, String why) throws KapacitorException, SQLException, InterruptedException {
        Optional<Row> claimed = changes.claim(row);
        if (claimed.isEmpty()) {
            return;
        }
        try {
            changes.restore(claimed.get());
            context.counter("repaired").increment();
            context.logger().info("the task {} is repaired: {}", row.id(), why);
        } catch (KapacitorException e) {
            tasks.claim(claimed.get(), context.clock().instant().minusMillis(1));
            if (e.why() != KapacitorException.Why.REFUSED) {
                throw e;
            }
            context.counter("repair_refused").increment();
            context.logger().warn("the task {} cannot be repaired ({}): {}", row.id(), why, e.getMessage());
        }
    }

    private void tell(Map<String, Found> there, Set<String> ours) {
        Set<String> strangers = new TreeSet<>();
        for (Found found : there.values()) {
            if (!ours.contains(found.id())
                    && (found.ours() || Ids.kind(found.id()).isPresent())) {
                strangers.add(found.id());
            }
        }
        Set<String> news = new TreeSet<>(strangers);
        news.removeAll(unknown);
        if (!news.isEmpty()) {
            context.counter("unknown").add(news.size());
            context.logger()
                    .warn(
                            "Kapacitor has tasks that the store does not know; import them or remove them there: {}",
                            news.stream().limit(20).toList());
        }
        unknown = strangers;
    }
}
