/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Fault;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.Route.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a sender is told. */
final class Answers {

    private final Json json;

    Answers(Json json) {
        this.json = json;
    }

    Response error(int status, String message) {
        return Response.json(status, json.write(Map.of("error", message)));
    }

    /** 202, or 207 when some of them were refused. */
    Response taken(Reading reading, boolean partial) {
        int status = reading.faults().isEmpty() ? 202 : 207;
        if (!partial) {
            return Response.json(status, taken(reading.events()));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("accepted", reading.events().size());
        body.put("refused", reading.total() - reading.events().size());
        body.put("results", results(reading));
        return Response.json(status, json.write(body));
    }

    /** By hand: with one event per request, a general JSON writer took a twelfth of intake's time. */
    private byte[] taken(List<Event> events) {
        StringBuilder text = new StringBuilder(32 + 40 * events.size());
        text.append("{\"accepted\":").append(events.size()).append(",\"ids\":[");
        for (int i = 0; i < events.size(); i++) {
            String id = events.get(i).id();
            if (i > 0) {
                text.append(',');
            }
            if (isPlain(id)) {
                text.append('"').append(id).append('"');
            } else {
                text.append(new String(json.write(id), StandardCharsets.UTF_8));
            }
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether JSON says it as it is. */
    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** 400, or 413 when a limit is all that is wrong with the body. */
    Response refused(Reading reading, boolean partial) {
        boolean limit = reading.faults().stream().allMatch(Fault::limit);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", summary(reading));
        body.put("accepted", 0);
        body.put(partial ? "results" : "faults", partial ? results(reading) : faults(reading));
        return Response.json(limit ? 413 : 400, json.write(body));
    }

    private static String summary(Reading reading) {
        Fault first = reading.faults().get(0);
        String what = describe(first);
        int bad = reading.total() - reading.events().size();
        return reading.total() <= 1 || first.index() < 0
                ? what
                : "none of the " + reading.total() + " events is taken, since " + bad
                        + (bad == 1 ? " is wrong: " : " are wrong: ") + what;
    }

    private static String describe(Fault fault) {
        return (fault.index() < 0 ? "" : "event " + fault.index() + ", ")
                + "line " + fault.line() + ": "
                + (fault.field() == null ? "" : "field '" + fault.field() + "': ") + fault.message();
    }

    private static List<Object> faults(Reading reading) {
        List<Object> all = new ArrayList<>();
        reading.faults().forEach(fault -> all.add(fault(fault)));
        return all;
    }

    private static Map<String, Object> fault(Fault fault) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (fault.index() >= 0) {
            entry.put("index", fault.index());
        }
        entry.put("line", fault.line());
        if (fault.field() != null) {
            entry.put("field", fault.field());
        }
        entry.put("error", fault.message());
        return entry;
    }

    /** One entry per event that was sent, in its order; faults without an event last. */
    private static List<Object> results(Reading reading) {
        Map<Integer, Object> byIndex = new TreeMap<>();
        for (int i = 0; i < reading.events().size(); i++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("index", reading.indexes().get(i));
            entry.put("id", reading.events().get(i).id());
            byIndex.put(reading.indexes().get(i), entry);
        }
        List<Object> rest = new ArrayList<>();
        for (Fault fault : reading.faults()) {
            if (fault.index() >= 0) {
                byIndex.put(fault.index(), fault(fault));
            } else {
                rest.add(fault(fault));
            }
        }
        // only so many faults are described, but what became of an event is said of each
        for (int i = 0; i < reading.total(); i++) {
            byIndex.putIfAbsent(i, Map.of("index", i, "error", "refused; only the first faults are described"));
        }
        List<Object> all = new ArrayList<>(byIndex.values());
        all.addAll(rest);
        return all;
    }
}
