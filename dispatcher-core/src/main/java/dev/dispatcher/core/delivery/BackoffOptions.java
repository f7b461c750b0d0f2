/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.Option;
import java.time.Duration;

/** The pauses between attempts: they double, and each is a random part of that (full jitter). */
public record BackoffOptions(
        @Option(value = "The longest pause after the first failure.", fallback = "1s")
        Duration first,

        @Option(value = "The longest pause at all.", fallback = "5m")
        Duration most) {

    public static final BackoffOptions DEFAULTS = new BackoffOptions(Duration.ofSeconds(1), Duration.ofMinutes(5));

    public BackoffOptions {
        Checks.positive("first", first);
        Checks.ordered("most", most, "first", first);
    }
}
