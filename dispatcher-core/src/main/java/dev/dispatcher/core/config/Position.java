/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

/**
 * A place in a configuration file.
 *
 * @param file as the user knows it, for example {@code rules.yaml} or {@code rules.d/10-kafka.yaml}
 * @param line from 1
 * @param column from 1
 */
public record Position(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
