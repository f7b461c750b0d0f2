/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.rules.Decision;
import java.time.Instant;

/** Says where an event goes: {@code Ruleset::decide}. Any number of threads; pure, and never blocks. */
@FunctionalInterface
public interface Router {

    Decision decide(Event event, Instant now);
}
