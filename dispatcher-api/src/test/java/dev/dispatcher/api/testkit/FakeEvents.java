/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The host's reading of events, without its limits. Ids count up from {@code event-1}. */
final class FakeEvents implements Events {

    private final Clock clock;
    private final AtomicInteger ids = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    FakeEvents(Clock clock) {
        this.clock = clock;
    }

    long refused() {
        return refused.sum();
    }

    @Override
    public Reading read(byte[] body, Format format) {
        List<Event> events = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        int total = 0;
        int line = 1;
        for (String document :
                format == Format.JSON ? List.of(text(body)) : List.of(text(body).split("\n", -1))) {
            if (format == Format.JSON || !document.isBlank()) {
                Object value;
                try {
                    value = FakeJson.INSTANCE.read(document.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    faults.add(new Fault(format == Format.JSON ? -1 : total++, line, null, e.getMessage(), false));
                    value = List.of();
                }
                for (Object one : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                    try {
                        events.add(event(one));
                        indexes.add(total);
                    } catch (IllegalArgumentException e) {
                        faults.add(new Fault(total, line, null, e.getMessage(), false));
                    }
                    total++;
                }
            }
            line++;
        }
        refused.add(faults.size());
        return new Reading(events, indexes, faults, total);
    }

    private static String text(byte[] body) {
        // one character per byte, so that it can be cut into lines and is still what was sent
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private Event event(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("an event is an object, not " + value);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((name, inner) -> fields.put((String) name, inner));
        return event(fields);
    }

    @Override
    public Event event(Map<String, ?> fields) {
        Map<String, Object> flat = new LinkedHashMap<>();
        fields.forEach((name, value) -> flatten(flat, name, value));
        if (!(flat.get(Event.MESSAGE) instanceof String)) {
            throw new IllegalArgumentException("an event needs 'message' as a text");
        }
        flat.putIfAbsent(Event.ID, "event-" + ids.incrementAndGet());
        flat.putIfAbsent(Event.TIMESTAMP, clock.instant().toString());
        flat.putIfAbsent(Event.KIND, Event.UNKNOWN_KIND);
        return Event.of(flat);
    }

    private static void flatten(Map<String, Object> flat, String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(flat, name + "." + key, inner));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(flat, name + "." + i, list.get(i));
            }
        } else if (flat.containsKey(name)) {
            throw new IllegalArgumentException("two fields are named '" + name + "'");
        } else {
            flat.put(name, value);
        }
    }

    @Override
    public void refuse(List<Event> events) {
        refused.add(events.size());
    }
}
