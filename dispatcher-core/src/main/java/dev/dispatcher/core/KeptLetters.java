/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.delivery.DeadLetters;
import dev.dispatcher.core.delivery.FileDeadLetters;

/** The dead letters of the process; they outlive every reload. Any number of threads. */
final class KeptLetters implements AutoCloseable {

    private final DeadLetters deadLetters;

    KeptLetters(Settings settings) {
        this.deadLetters = FileDeadLetters.of(settings.deadLetters());
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    /** How many could not be written to their file. */
    long notWritten() {
        return deadLetters instanceof FileDeadLetters file ? file.unwritten() : 0;
    }

    @Override
    public void close() {
        if (deadLetters instanceof FileDeadLetters file) {
            file.close();
        }
    }
}
