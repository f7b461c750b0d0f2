/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Fault;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CloudEvents 1.0 over HTTP: one in the body, several in the body, or one spread over headers and body. */
final class CloudEvents implements Adapter {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final int MOST_FAULTS = 100;
    private static final JacksonJson JSON = new JacksonJson();

    private final EventReader events;

    CloudEvents(EventReader events) {
        this.events = events;
    }

    @Override
    public String name() {
        return AdapterSet.CLOUD_EVENTS;
    }

    @Override
    public boolean verifies() {
        return false;
    }

    @Override
    public Reading read(Request request) throws Refusal {
        String given = request.header("content-type");
        String type = mediaType(given);
        if (type.startsWith("application/cloudevents")) {
            if (!type.equals(STRUCTURED) && !type.equals(BATCH)) {
                throw refused(415, "CloudEvents are taken as " + STRUCTURED + " or " + BATCH);
            }
            String charset = charset(given);
            if (!charset.equals("utf-8") && !charset.equals("us-ascii")) {
                throw refused(415, "CloudEvents in JSON are UTF-8");
            }
            Object body = parsed(request.body());
            if (type.equals(STRUCTURED)) {
                return all(List.of(new Sent(body, null)));
            }
            if (!(body instanceof List<?> list)) {
                throw refused(400, "a batch of CloudEvents is a JSON array");
            }
            if (list.size() > events.limits().events()) {
                throw refused(413, "more than " + events.limits().events() + " events in one body (limit 'events')");
            }
            List<Sent> batch = new ArrayList<>();
            list.forEach(item -> batch.add(new Sent(item, null)));
            return all(batch);
        }
        if (request.header("ce-specversion") == null) {
            throw refused(
                    415, "a CloudEvent is " + STRUCTURED + ", " + BATCH + ", or has its attributes in ce- headers");
        }
        return all(List.of(new Sent(null, request)));
    }

    /** What stands for one event: a value of JSON, or a whole request. */
    private record Sent(@Nullable Object json, @Nullable Request request) {}

    private Reading all(List<Sent> sent) {
        List<Event> good = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            try {
                good.add(one(sent.get(i)));
                indexes.add(i);
            } catch (CloudEvent.Wrong e) {
                events.refused(1);
                fault(faults, i, e.attribute(), String.valueOf(e.getMessage()));
            } catch (IllegalArgumentException e) {
                fault(faults, i, null, String.valueOf(e.getMessage()));
            }
        }
        return new Reading(List.copyOf(good), List.copyOf(indexes), List.copyOf(faults), sent.size());
    }

    private static void fault(List<Fault> faults, int index, @Nullable String attribute, String message) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(index, 1, attribute, message, message.contains("(limit '")));
        }
    }

    private Event one(Sent sent) throws CloudEvent.Wrong {
        CloudEvent read = sent.request() == null ? CloudEvent.structured(sent.json()) : BinaryMode.read(sent.request());
        Map<String, @Nullable Object> fields = read.fields();
        String key = "ce " + read.source() + ' ' + read.id();
        return events.event(fields).keyed(key);
    }

    private @Nullable Object parsed(byte[] body) throws Refusal {
        try {
            return JSON.read(body);
        } catch (IOException e) {
            throw refused(400, "the body is not JSON: " + BoundAdapter.reason(e));
        }
    }

    private Refusal refused(int status, String message) {
        events.refused(1);
        return new Refusal(status, message);
    }

    static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String charset(@Nullable String contentType) {
        for (String parameter : String.valueOf(contentType).split(";")) {
            String lower = parameter.strip().toLowerCase(Locale.ROOT);
            if (lower.startsWith("charset=")) {
                return lower.substring("charset=".length()).replace("\"", "").strip();
            }
        }
        return "utf-8";
    }
}
