/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.client;

import dev.dispatcher.portal.kapacitor.client.KapacitorException.Why;
import dev.dispatcher.portal.kapacitor.script.Definition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of a Kapacitor. Any number of threads. */
public final class Kapacitor {

    private static final String TASKS = "/kapacitor/v1/tasks";
    private static final String TOPICS = "/kapacitor/v1/alerts/topics";
    private static final int PAGE = 100;

    private final Calls calls;

    public Kapacitor(Calls calls) {
        this.calls = calls;
    }

    /** Every task, however many pages they fill. */
    public List<Found> tasks() throws KapacitorException, InterruptedException {
        List<Found> all = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (int offset = 0; ; offset += PAGE) {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("pattern", "*");
            query.put("script-format", "raw");
            query.put("offset", Integer.toString(offset));
            query.put("limit", Integer.toString(PAGE));
            Map<?, ?> answer = calls.get(TASKS, query);
            if (!(answer.get("tasks") instanceof List<?> page)) {
                throw calls.garbage("a list of tasks");
            }
            for (Object each : page) {
                Found found = found(each);
                // one that is removed meanwhile shifts the pages
                if (seen.add(found.id())) {
                    all.add(found);
                }
            }
            if (page.size() < PAGE) {
                return all;
            }
        }
    }

    /** One task, if it is there. */
    public Optional<Found> task(String id) throws KapacitorException, InterruptedException {
        try {
            return Optional.of(found(calls.get(path(id), Map.of("script-format", "raw"))));
        } catch (KapacitorException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Found found(Object task) throws KapacitorException {
        if (!(task instanceof Map<?, ?> map)
                || !(map.get("id") instanceof String id)
                || !(map.get("script") instanceof String script)) {
            throw calls.garbage("a task");
        }
        List<Object> dbrps = map.get("dbrps") instanceof List<?> list ? new ArrayList<>(list) : List.of();
        return new Found(
                id,
                script,
                "enabled".equals(map.get("status")),
                Boolean.TRUE.equals(map.get("executing")),
                map.get("error") instanceof String error ? error : "",
                dbrps,
                map.get("vars") instanceof Map<?, ?> vars ? vars : Map.of());
    }

    /**
     * Makes a task that is not there.
     *
     * @return false when there is one of this id, which is left as it is
     */
    public boolean create(Definition definition) throws KapacitorException, InterruptedException {
        try {
            calls.send("POST", TASKS, definition.body(true));
            return true;
        } catch (KapacitorException e) {
            if (e.why() == Why.REFUSED && e.getMessage().contains("already exists")) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Puts this in the place of what is there, or makes it. A running task goes on with its old script until it is enabled
     * anew, so it is disabled together with the change: a script that is refused leaves the old one running.
     */
    public void put(Definition definition) throws KapacitorException, InterruptedException {
        try {
            calls.send("PATCH", path(definition.id()), definition.body(false));
        } catch (KapacitorException e) {
            if (e.status() == 404 && create(definition)) {
                return;
            }
            throw e;
        }
        calls.send("PATCH", path(definition.id()), Map.of("status", "enabled"));
    }

    /** Sees to it that the task is as it should be; one that is already is not touched. */
    public void ensure(Definition definition) throws KapacitorException, InterruptedException {
        Optional<Found> found = task(definition.id());
        if (found.isEmpty() || !found.get().is(definition)) {
            put(definition);
        }
    }

    /** Removes a task, also one that is not there. */
    public void delete(String id) throws KapacitorException, InterruptedException {
        calls.send("DELETE", path(id), null);
    }

    /** The level of a topic; OK when nothing has been said there. */
    public String level(String topic) throws KapacitorException, InterruptedException {
        try {
            Map<?, ?> answer = calls.get(TOPICS + "/" + Calls.encoded(topic), Map.of());
            if (answer.get("level") instanceof String level) {
                return level;
            }
        } catch (KapacitorException e) {
            if (e.status() == 404) {
                return "OK";
            }
            throw e;
        }
        throw calls.garbage("a topic");
    }

    /** The level of the last event of a topic, if it came after the moment; else OK. */
    public String levelSince(String topic, Instant since) throws KapacitorException, InterruptedException {
        Map<?, ?> answer;
        try {
            answer = calls.get(TOPICS + "/" + Calls.encoded(topic) + "/events", Map.of());
        } catch (KapacitorException e) {
            if (e.status() == 404) {
                return "OK";
            }
            throw e;
        }
        Instant last = since;
        String level = "OK";
        for (Object event : answer.get("events") instanceof List<?> events ? events : List.of()) {
            if (event instanceof Map<?, ?> map
                    && map.get("state") instanceof Map<?, ?> state
                    && state.get("level") instanceof String said) {
                Instant time = time(state.get("time"));
                if (!time.isBefore(last)) {
                    last = time;
                    level = said;
                }
            }
        }
        return level;
    }

    private Instant time(@Nullable Object text) throws KapacitorException {
        try {
            return java.time.OffsetDateTime.parse(String.valueOf(text)).toInstant();
        } catch (DateTimeParseException e) {
            throw calls.garbage("the time of an event");
        }
    }

    private static String path(String id) {
        return TASKS + "/" + Calls.encoded(id);
    }
}
