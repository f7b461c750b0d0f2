/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small events. */
public final class EventsForTest {

    private EventsForTest() {}

    public static Event event(String id, Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("timestamp", "2026-11-20T00:00:00Z");
        fields.put("kind", "urn:test");
        fields.put("message", "message of " + id);
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return Event.of(fields);
    }

    public static Delivery delivery(Event event) {
        return delivery(event, Instant.now());
    }

    public static Delivery delivery(Event event, Instant at) {
        return new Delivery(event, new Arrival(event, "front-door", 1, at), "a rule", at);
    }

    /** With the ids {@code from}, {@code from + 1}, … */
    public static List<Delivery> deliveries(int from, int count) {
        List<Delivery> all = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            all.add(delivery(event(String.valueOf(i))));
        }
        return all;
    }

    public static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    public static List<String> idsOf(List<Delivery> deliveries) {
        return deliveries.stream().map(delivery -> delivery.event().id()).toList();
    }
}
