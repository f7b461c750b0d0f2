/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import java.time.Instant;
import java.util.List;

/** Says where an event goes: the rules. Any number of threads; pure, and never blocks. */
@FunctionalInterface
public interface Router {

    Routed route(Event event, Instant now);

    /**
     * The answer for one event.
     *
     * @param copies what to deliver; empty means that no rule wants the event
     * @param merged what was left out, because an equal copy for the same sink is among {@code copies}
     * @param hits the rules that applied
     */
    record Routed(List<Copy> copies, List<Merged> merged, List<Hit> hits) {

        public static final Routed IGNORED = new Routed(List.of(), List.of(), List.of());
    }

    /**
     * One copy for one sink.
     *
     * @param event as the rule left it; the very object that came, where it changed nothing
     */
    record Copy(String sink, Event event, String rule) {}

    /** A copy that is not sent, since an earlier rule had made the same one. */
    record Merged(String sink, String rule) {}

    /** A rule that applied. */
    record Hit(String rule, boolean shadow) {}
}
