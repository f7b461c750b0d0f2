/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.config.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/** Where events are kept that portals with {@code intake.acknowledge: stored} promised not to lose. */
public record JournalOptions(
        @Option("Its folder, which one dispatcher has to itself; 'journal' in the data folder unless set.")
        Optional<Path> folder,

        @Option(
                value =
                        "What a promise survives: 'power-loss' waits until the disk has the events, 'process' only until the"
                                + " operating system has them.",
                fallback = "power-loss")
        Survives survives,

        @Option(value = "How large one of its files becomes.", fallback = "64MiB")
        ByteSize fileSize,

        @Option(
                value =
                        "How large all of it may become; beyond that, promises are refused until deliveries are settled.",
                fallback = "10GiB")
        ByteSize size) {

    public static final JournalOptions DEFAULTS =
            new JournalOptions(Optional.empty(), Survives.POWER_LOSS, new ByteSize(64 << 20), new ByteSize(10L << 30));

    private static final long LEAST = 64 << 10;

    public JournalOptions {
        if (fileSize.bytes() < LEAST || fileSize.bytes() > 1 << 30) {
            throw new IllegalArgumentException("file-size must be 64KiB to 1GiB, not " + fileSize.bytes());
        }
        if (size.bytes() < 2 * fileSize.bytes()) {
            throw new IllegalArgumentException("size must be at least twice the file-size, not " + size.bytes());
        }
    }

    /** What a promise survives. */
    public enum Survives {
        /** The end of the process, however sudden. */
        PROCESS,
        /** That of the machine too. */
        POWER_LOSS
    }
}
