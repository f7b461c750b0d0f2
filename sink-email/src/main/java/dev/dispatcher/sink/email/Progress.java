/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.Event;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who already has an event that some recipients have yet to get, so that no one gets it twice. Remembers the latest {@value
 * #MOST} such events. Any number of threads.
 */
final class Progress {

    private static final int MOST = 10_000;

    private record State(Set<String> taken, Map<String, String> refused) {}

    private final Map<Event, State> states = new LinkedHashMap<>();

    synchronized Set<String> settled(Event event) {
        State state = states.get(event);
        if (state == null) {
            return Set.of();
        }
        Set<String> all = new HashSet<>(state.taken);
        all.addAll(state.refused.keySet());
        return all;
    }

    /** Adds to what is known, and returns whom the server will never take, with its words. */
    synchronized Map<String, String> add(Event event, Set<String> taken, Map<String, String> refused) {
        State state = states.computeIfAbsent(event, made -> new State(new HashSet<>(), new LinkedHashMap<>()));
        state.taken.addAll(taken);
        state.refused.putAll(refused);
        if (states.size() > MOST) {
            states.remove(states.keySet().iterator().next());
        }
        return new LinkedHashMap<>(state.refused);
    }

    /** Nothing more will be tried; should someone ask for it all the same, those who have it are still left out. */
    synchronized void giveUp(Event event) {
        State state = states.get(event);
        if (state != null) {
            state.refused.clear();
            if (state.taken.isEmpty()) {
                states.remove(event);
            }
        }
    }

    synchronized void forget(Event event) {
        states.remove(event);
    }
}
