/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param path from the file's top, for example {@code sinks.ops-slack.timeout} or {@code rules[2].when.lag}
 * @param message what was expected, and what stood there; never a secret
 */
public record Mistake(Position at, String path, String message) {

    @Override
    public String toString() {
        return at + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
