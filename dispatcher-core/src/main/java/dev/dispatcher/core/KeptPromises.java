/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.intake.IntakeOptions.Acknowledge;
import dev.dispatcher.core.journal.Journal;
import dev.dispatcher.core.journal.JournalOptions;
import dev.dispatcher.core.metrics.JournalCounts;
import dev.dispatcher.core.queue.DeliveryQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of the process: opened when a portal first promises to store, or when there is one from before. It outlives
 * every reload. One start or reload at a time; {@link #journal} by any number of threads.
 */
final class KeptPromises implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptPromises.class);
    private static final String SECTION = "journal";

    private final JournalOptions options;
    private final Path folder;
    private final JournalCounts counts;
    private final Restore restore;
    private volatile @Nullable Journal journal;

    KeptPromises(JournalOptions options, Path data, JournalCounts counts, Restore restore) {
        this.options = options;
        this.folder = options.folder().orElse(data.resolve(SECTION));
        this.counts = counts;
        this.restore = restore;
    }

    /**
     * @param queues get what is still to be delivered
     * @throws ConfigException when it is needed and cannot be opened
     */
    void open(Configuration configuration, Map<String, DeliveryQueue> queues) throws ConfigException {
        boolean promised = configuration.portals().values().stream()
                .anyMatch(portal -> portal.intake().acknowledge() == Acknowledge.STORED);
        if (journal != null || !(promised || Journal.exists(folder))) {
            return;
        }
        try {
            journal = Journal.open(folder, options, counts, found -> restore.restore(found, queues));
        } catch (IOException e) {
            if (!promised) {
                LOG.error(
                        "the journal in {} is from before and cannot be opened; what it holds is not delivered",
                        folder,
                        e);
                return;
            }
            throw Gate.wrong(
                    configuration.at(SECTION),
                    SECTION,
                    "the journal in " + folder + " cannot be opened: " + e.getMessage());
        }
    }

    Journal journal() {
        Journal open = journal;
        if (open == null) {
            throw new IllegalStateException("the journal is not open");
        }
        return open;
    }

    @Override
    public void close() {
        Journal open = journal;
        if (open == null) {
            return;
        }
        long left = open.events();
        try {
            open.close();
            if (left > 0) {
                LOG.info("{} events are in the journal, and will be delivered by the next start", left);
            }
        } catch (IOException e) {
            LOG.warn("the journal in {} could not be closed: {}", folder, e.toString());
        }
    }
}
