/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.delivery.DeliveryOptions;
import dev.dispatcher.core.journal.SpillFiles;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.Overflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives queues their place on the disk.
 *
 * @param folder has one for each sink
 * @param reader of the events that lie there
 * @param keys of arrivals
 */
record Spills(Path folder, Function<byte[], Event> reader, LongSupplier keys) {

    private static final Logger LOG = LoggerFactory.getLogger(Spills.class);

    /**
     * For a queue that spills, or of whose sink something lies there from before.
     *
     * @throws IOException when it should spill and cannot
     */
    void attach(DeliveryQueue queue, DeliveryOptions options) throws IOException {
        boolean spills = options.overflow() == Overflow.SPILL;
        Path own = folder.resolve(queue.sink());
        if (queue.spills() || !(spills || Files.isDirectory(own))) {
            return;
        }
        try {
            queue.spillTo(SpillFiles.open(queue.sink(), own, options.spillSize().bytes(), reader, keys));
        } catch (IOException e) {
            if (spills) {
                throw e;
            }
            LOG.error("{}: what lies in {} from before cannot be delivered", queue.sink(), own, e);
        }
    }
}
