/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.config.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/** Where dead letters are kept. */
public record DeadLetterOptions(
        @Option("A file that each dead letter is also written to, as one line of JSON; it is never read back.")
        Optional<Path> file,

        @Option(
                value = "The file is renamed to FILE.1 when it would grow beyond this, FILE.1 to FILE.2, and so on.",
                fallback = "64MiB")
        ByteSize fileSize,

        @Option(value = "How many files are kept, the current one included.", fallback = "5")
        int files,

        @Option(value = "The most dead letters in memory; the oldest go first.", fallback = "10000")
        int keep,

        @Option(value = "The most bytes of JSON of dead letters in memory.", fallback = "64MiB")
        ByteSize keepSize) {

    public static final DeadLetterOptions DEFAULTS =
            new DeadLetterOptions(Optional.empty(), new ByteSize(64 << 20), 5, 10_000, new ByteSize(64 << 20));

    public DeadLetterOptions {
        Checks.atLeast("file-size", fileSize.bytes(), 1);
        Checks.between("files", files, 1, 1000);
        Checks.atLeast("keep", keep, 0);
        Checks.atLeast("keep-size", keepSize.bytes(), 0);
    }
}
