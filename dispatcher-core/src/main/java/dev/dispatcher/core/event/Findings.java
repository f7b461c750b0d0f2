/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Fault;
import dev.dispatcher.api.Events.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is found in one body. One thread. */
final class Findings {

    private static final int MOST_FAULTS = 100;

    private final List<Event> events = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private int total;
    private int bad;
    private boolean whole;

    /** How many events there were so far. */
    int total() {
        return total;
    }

    /** Another event begins. */
    void next() {
        total++;
    }

    void good(Event event) {
        events.add(event);
        indexes.add(total - 1);
    }

    /** The event that began last cannot be taken. */
    void bad(int line, @Nullable String field, String message, boolean limit) {
        bad++;
        if (bad <= MOST_FAULTS) {
            faults.add(new Fault(total - 1, line, field, message, limit));
        }
    }

    /** The body as a whole is wrong: none of it is taken. */
    void whole(int line, String message, boolean limit) {
        whole = true;
        events.clear();
        indexes.clear();
        if (faults.size() == MOST_FAULTS) {
            faults.remove(MOST_FAULTS - 1);
        }
        faults.add(new Fault(-1, line, null, message, limit));
    }

    /** How many events were received and will not reach intake. */
    int refused() {
        return whole ? Math.max(total, 1) : bad;
    }

    Reading reading() {
        if (bad > MOST_FAULTS) {
            Fault last = faults.get(MOST_FAULTS - 1);
            String summary = bad + " of " + total + " events cannot be taken; here are the first " + (MOST_FAULTS - 1);
            faults.subList(MOST_FAULTS - 1, faults.size()).clear();
            faults.add(new Fault(-1, last.line(), null, summary, last.limit()));
        }
        return new Reading(List.copyOf(events), List.copyOf(indexes), List.copyOf(faults), total);
    }
}
