/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.Option;
import java.time.Duration;

/** When to leave a destination alone that fails again and again. */
public record BreakerOptions(
        @Option(value = "How many calls in a row must fail, without any answer that shows life.", fallback = "5")
        int failures,

        @Option(
                value = "How long nothing is tried then; after that one event is, and each failure doubles the time.",
                fallback = "5s")
        Duration open,

        @Option(value = "The longest time in which nothing is tried.", fallback = "1m")
        Duration most) {

    public static final BreakerOptions DEFAULTS = new BreakerOptions(5, Duration.ofSeconds(5), Duration.ofMinutes(1));

    public BreakerOptions {
        Checks.atLeast("failures", failures, 1);
        Checks.positive("open", open);
        Checks.ordered("most", most, "open", open);
    }
}
