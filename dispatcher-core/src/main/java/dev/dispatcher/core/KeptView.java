/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Outcomes.Attempt;
import dev.dispatcher.api.Outcomes.Delivery;
import dev.dispatcher.api.Outcomes.Outcome;
import dev.dispatcher.api.Outcomes.Status;
import dev.dispatcher.core.history.Kept;
import dev.dispatcher.core.intake.Rulebook;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.rules.Explanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event out of the store, in the forms of one in memory. */
final class KeptView {

    private static final JacksonJson JSON = new JacksonJson();

    private KeptView() {}

    static Map<String, @Nullable Object> full(Kept kept) {
        Map<String, @Nullable Object> view = told(kept);
        view.put("event", read(kept.event()));
        return view;
    }

    static boolean duplicate(Kept kept) {
        return Boolean.TRUE.equals(told(kept).get("duplicate"));
    }

    /** Without attempts. */
    static Map<String, @Nullable Object> brief(Kept kept) {
        Map<String, @Nullable Object> view = full(kept);
        view.remove("rules_version");
        List<Object> deliveries = new ArrayList<>();
        for (Map<?, ?> delivery : list(view.get("deliveries"))) {
            Map<String, @Nullable Object> target = new LinkedHashMap<>();
            target.put("sink", delivery.get("sink"));
            target.put("rule", delivery.get("rule"));
            target.put("status", delivery.get("status"));
            deliveries.add(target);
        }
        view.put("deliveries", deliveries);
        return view;
    }

    /**
     * Why it went where it went: by the rules in force where these are the same, else only what was decided.
     *
     * @param event the one that is kept
     */
    static Map<String, @Nullable Object> explained(
            Kept kept, Event event, @Nullable Rulebook book, List<String> shouts) {
        Map<String, @Nullable Object> view = told(kept);
        view.put("suppressed", Boolean.TRUE.equals(view.get("duplicate")) ? EventView.DUPLICATE : null);
        boolean same = book != null && book.version().equals(view.get("rules_version"));
        List<String> warnings = new ArrayList<>(shouts);
        if (book != null && same) {
            Explanation explanation = book.rules().explain(event, Instant.parse(String.valueOf(view.get("arrived"))));
            view.put("explanation", EventView.masked(explanation.toMap()));
            view.put("text", EventView.masked(explanation.toString()));
        } else {
            warnings.add("the rules have changed since: what was decided is known, not which conditions were met");
            view.put("explanation", null);
            view.put(
                    "text",
                    "event " + event.id() + ": decided by rules " + view.get("rules_version")
                            + ", which are not in force any more");
        }
        view.put("warnings", warnings);
        return view;
    }

    static Outcome outcome(Kept kept, Event event) {
        Map<String, @Nullable Object> view = told(kept);
        List<Delivery> deliveries = new ArrayList<>();
        for (Map<?, ?> each : list(view.get("deliveries"))) {
            deliveries.add(new Delivery(
                    text(each, "sink"),
                    text(each, "rule"),
                    text(each, "status"),
                    Instant.parse(text(each, "made")),
                    Optional.ofNullable(each.get("why")).map(String::valueOf),
                    list(each.get("tries")).stream().map(KeptView::attempt).toList()));
        }
        return new Outcome(
                event,
                text(view, "portal"),
                Instant.parse(text(view, "arrived")),
                Status.valueOf(text(view, "status").toUpperCase(Locale.ROOT)),
                deliveries);
    }

    private static Attempt attempt(Map<?, ?> told) {
        long nanos = told.get("took_ms") instanceof Number millis ? (long) (millis.doubleValue() * 1e6) : 0;
        return new Attempt(
                Instant.parse(text(told, "at")),
                Duration.ofNanos(nanos),
                Optional.ofNullable(told.get("message")).map(String::valueOf));
    }

    private static String text(Map<?, ?> map, String name) {
        return String.valueOf(map.get(name));
    }

    private static List<Map<?, ?>> list(@Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (value instanceof List<?> all) {
            for (Object each : all) {
                if (each instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    private static Map<String, @Nullable Object> told(Kept kept) {
        return read(kept.told());
    }

    private static Map<String, @Nullable Object> read(byte[] json) {
        try {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            if (JSON.read(json) instanceof Map<?, ?> map) {
                map.forEach((name, value) -> copy.put(String.valueOf(name), value));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("the history holds what is no JSON", e);
        }
    }
}
