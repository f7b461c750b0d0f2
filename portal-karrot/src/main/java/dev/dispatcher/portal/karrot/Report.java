/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import dev.dispatcher.api.Event;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of an event that an adapter made of a report, beyond what makes it an event. */
final class Report {

    /** What the adapter takes for a report of none of Burrow's forms. */
    private static final String UNKNOWN_FORM = "urn:kafka:consumer-lag";

    /** Members of the forms that Burrow's own templates make; they know no cluster or no lag. */
    private static final Set<String> OWN_FORMS = Set.of("events", "ids", "attachments");

    private Report() {}

    /** What is wrong, each a sentence; empty when it can be used. */
    static List<String> faults(@Nullable Object body, Event event) {
        if (event.kind().equals(UNKNOWN_FORM)) {
            return List.of("this is no report of Burrow: it should have Event.Result, events, ids or attachments");
        }
        List<String> faults = new ArrayList<>();
        if (body instanceof Map<?, ?> object && object.keySet().stream().anyMatch(OWN_FORMS::contains)) {
            boolean closed = "close".equals(event.get("state")) && !isBlank(event, "incident");
            if (!closed) {
                needed(event, "group", faults);
            }
            return faults;
        }
        needed(event, "cluster", faults);
        needed(event, "group", faults);
        Object lag = event.get("totallag");
        if (!(lag instanceof Number number)) {
            faults.add("Event.Result.totallag should be a number" + (lag == null ? ", and is missing" : ""));
        } else if (new BigDecimal(number.toString()).signum() < 0) {
            faults.add("Event.Result.totallag should be 0 or more, not " + number);
        }
        return faults;
    }

    private static void needed(Event event, String field, List<String> faults) {
        if (isBlank(event, field)) {
            faults.add("the name of the " + field + " is missing");
        }
    }

    private static boolean isBlank(Event event, String field) {
        return event.text(field).map(String::isBlank).orElse(true);
    }
}
