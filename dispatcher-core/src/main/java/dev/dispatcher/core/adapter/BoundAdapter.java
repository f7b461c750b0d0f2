/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Events.Fault;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Template.Escape;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An adapter of a YAML file, for one portal. */
final class BoundAdapter implements Adapter {

    /** Where a message is looked for when the adapter names none, or nothing stands there. */
    static final List<String> MESSAGES =
            List.of("message", "summary", "title", "text", "description", "subject", "reason", "name");

    private static final JacksonJson JSON = new JacksonJson();

    private final AdapterSpec spec;
    private final EventReader events;
    private final Clock clock;
    private final Replays replays;

    BoundAdapter(AdapterSpec spec, EventReader events, Clock clock, Replays replays) {
        this.spec = spec;
        this.events = events;
        this.clock = clock;
        this.replays = replays;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public boolean verifies() {
        return spec.verification() != null;
    }

    @Override
    public Reading read(Request request) throws Refusal {
        Map<String, Object> asked = RequestFacts.of(request, clock.instant());
        Verification verification = spec.verification();
        if (verification != null) {
            String delivery = delivery(spec.shapes().get(0), new Sight(null, null, asked));
            if (!verification.passes(request, delivery, spec.name(), clock.instant(), replays)) {
                throw new Refusal(401, "the sender could not be verified");
            }
        }
        Object body = body(request);
        Sight whole = new Sight(body, body, asked);
        for (Shape shape : spec.shapes()) {
            if (shape.given().test(whole.event())) {
                return read(shape, body, asked);
            }
        }
        throw refused(422, "this is nothing that the adapter '" + spec.name() + "' knows");
    }

    private @Nullable Object body(Request request) throws Refusal {
        Object body;
        try {
            body = JSON.read(RequestFacts.document(request));
        } catch (IOException e) {
            throw refused(400, "the body is not JSON: " + reason(e));
        }
        if (!Tree.container(body)) {
            throw refused(422, "a JSON object or array is expected");
        }
        Object clean = Tree.clean(body);
        spec.parse().forEach(path -> Packed.open(clean, path));
        return clean;
    }

    private Refusal refused(int status, String message) {
        events.refused(1);
        return new Refusal(status, message);
    }

    static String reason(IOException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        return message.length() <= 200 ? message : message.substring(0, 200) + "…";
    }

    private Reading read(Shape shape, @Nullable Object body, Map<String, Object> asked) throws Refusal {
        if (Items.missing(shape, body)) {
            throw refused(
                    422, "the body has no '" + shape.each() + "', which the adapter '" + spec.name() + "' expects");
        }
        List<@Nullable Object> items = Items.of(shape, body);
        if (items.size() > events.limits().events()) {
            throw refused(413, "more than " + events.limits().events() + " events in one body (limit 'events')");
        }
        Object around = shape.each() == null ? null : Items.without(body, shape.each());
        List<Event> good = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        Map<String, Integer> deliveries = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Map<String, Object> known = asked;
            if (shape.each() != null) {
                known = new LinkedHashMap<>(asked);
                known.put("each.index", (long) i + 1);
                known.put("each.count", (long) items.size());
            }
            Sight sight = new Sight(items.get(i), body, known);
            if (!shape.when().test(sight.event())) {
                continue;
            }
            try {
                good.add(keyed(event(shape, sight, items.get(i), around), shape, sight, deliveries));
                indexes.add(i);
            } catch (IllegalArgumentException e) {
                faults.add(new Fault(i, 1, null, String.valueOf(e.getMessage()), false));
            }
        }
        return new Reading(List.copyOf(good), List.copyOf(indexes), List.copyOf(faults), items.size());
    }

    private Event event(Shape shape, Sight sight, @Nullable Object item, @Nullable Object around) {
        Assembly assembly = new Assembly(events.limits());
        assembly.map(shape, sight);
        int most = events.limits().fields() * 8;
        Leaves leaves = Leaves.of(item, "", most, events.limits().depth());
        assembly.needMessage(leaves, MESSAGES, "event of " + spec.name());
        assembly.need(Event.KIND, "urn:" + spec.name());
        assembly.keep(leaves, shape);
        if (around != null) {
            assembly.keep(Leaves.of(around, Sight.BODY, most, events.limits().depth()), shape);
        }
        return events.event(assembly.fields());
    }

    private Event keyed(Event event, Shape shape, Sight sight, Map<String, Integer> deliveries) {
        String delivery = delivery(shape, sight);
        if (delivery.isEmpty()) {
            return event;
        }
        // several events of one delivery are not repeats of each other
        int place = deliveries.merge(delivery, 1, Integer::sum);
        return event.keyed(spec.name() + ' ' + delivery + (place == 1 ? "" : " " + place));
    }

    private static String delivery(Shape shape, Sight sight) {
        return shape.delivery() == null
                ? ""
                : shape.delivery().render(sight.event(), Escape.NONE, () -> "").strip();
    }

    /** For people who try an adapter: everything that becomes of a body, whoever sent it. */
    static Events.Reading tried(AdapterSpec spec, Request request, EventReader events) throws Refusal {
        AdapterSpec open =
                new AdapterSpec(spec.name(), spec.description(), spec.builtIn(), null, spec.parse(), spec.shapes());
        return new BoundAdapter(open, events, Clock.systemUTC(), new Replays()).read(request);
    }
}
