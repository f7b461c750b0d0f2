/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.intake.Lineage;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.intake.Rulebook;
import dev.dispatcher.core.logging.Secrets;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.queue.Attempt;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.queue.Failure;
import dev.dispatcher.core.queue.Life;
import dev.dispatcher.core.rules.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A remembered event as JSON. */
final class EventView {

    static final String DUPLICATE = "a duplicate: the event was taken before";

    private EventView() {}

    /** Without attempts. */
    static Map<String, @Nullable Object> brief(Remembered remembered) {
        Map<String, @Nullable Object> view = head(remembered);
        List<Object> deliveries = new ArrayList<>();
        remembered.deliveries().forEach(delivery -> deliveries.add(target(delivery)));
        view.put("deliveries", deliveries);
        view.put("event", remembered.arrival().event().fields());
        return view;
    }

    static Map<String, @Nullable Object> full(Remembered remembered) {
        Map<String, @Nullable Object> view = head(remembered);
        view.put("deliveries", deliveries(remembered));
        view.put("event", remembered.arrival().event().fields());
        return view;
    }

    /** What is written into the store beside the event. */
    static Map<String, @Nullable Object> kept(Remembered remembered) {
        Map<String, @Nullable Object> view = head(remembered);
        Rulebook book = remembered.rulebook();
        view.put("rules_version", book == null ? null : book.version());
        view.put("deliveries", deliveries(remembered));
        return view;
    }

    /**
     * Why it went where it went.
     *
     * @param book the rules that were in force
     */
    static Map<String, @Nullable Object> explained(Remembered remembered, Rulebook book, List<String> shouts) {
        Explanation explanation = book.rules()
                .explain(remembered.arrival().event(), remembered.arrival().at());
        Map<String, @Nullable Object> view = head(remembered);
        view.put("rules_version", book.version());
        view.put("suppressed", suppressed(remembered));
        view.put("warnings", shouts);
        view.put("explanation", masked(explanation.toMap()));
        view.put("deliveries", deliveries(remembered));
        view.put("text", Secrets.mask(explanation.toString()));
        return view;
    }

    private static @Nullable String suppressed(Remembered remembered) {
        Event event = remembered.arrival().event();
        if (remembered.duplicate()) {
            return DUPLICATE;
        }
        boolean stopped = remembered.arrival().portal().startsWith(Generation.REPORTER) && event.has(Lineage.HOP_LIMIT);
        return stopped
                ? "a report " + event.get(Event.HOPS) + " hops away from the first event, where "
                        + event.get(Lineage.HOP_LIMIT) + " are allowed (follow-ups.hops)"
                : null;
    }

    private static Map<String, @Nullable Object> head(Remembered remembered) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", remembered.arrival().event().id());
        view.put("key", remembered.arrival().key());
        view.put("kind", remembered.arrival().event().kind());
        view.put("arrived", remembered.arrival().at().toString());
        view.put("portal", remembered.arrival().portal());
        view.put("status", remembered.status().word());
        view.put("duplicate", remembered.duplicate());
        if (remembered.arrival().trace() != null) {
            view.put("traceparent", remembered.arrival().trace().parent());
        }
        return view;
    }

    private static Map<String, @Nullable Object> target(Delivery delivery) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("sink", delivery.sink());
        view.put("rule", delivery.rule());
        view.put("status", Metrics.label(delivery.life().status()));
        return view;
    }

    private static List<Object> deliveries(Remembered remembered) {
        List<Object> all = new ArrayList<>();
        remembered.deliveries().forEach(delivery -> all.add(delivery(remembered, delivery)));
        return all;
    }

    private static Map<String, @Nullable Object> delivery(Remembered remembered, Delivery delivery) {
        Life life = delivery.life();
        Map<String, @Nullable Object> view = target(delivery);
        view.put("made", delivery.queuedAt().toString());
        view.put("attempts", (long) life.count());
        List<Object> attempts = new ArrayList<>();
        life.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
        view.put("tries", attempts);
        if (life.why() != null) {
            view.put("why", life.why());
        }
        if (life.to() != null) {
            view.put("diverted_to", life.to());
        }
        Delivery.Diverted from = delivery.diverted();
        if (from != null) {
            view.put("diverted_from", from.sink());
        }
        if (!delivery.event().equals(remembered.arrival().event())) {
            view.put("event", delivery.event().fields());
        }
        return view;
    }

    private static Map<String, @Nullable Object> attempt(Attempt attempt) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("at", attempt.at().toString());
        view.put("took_ms", attempt.took().toNanos() / 1_000_000.0);
        Failure failure = attempt.failure();
        view.put("ok", failure == null);
        if (failure != null) {
            view.put("reason", Metrics.label(failure.reason()));
            view.put("message", failure.message());
        }
        return view;
    }

    /** Rules may hold values that came from the environment. */
    static @Nullable Object masked(@Nullable Object value) {
        if (value instanceof String text) {
            return Secrets.mask(text);
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((name, item) -> all.put(String.valueOf(name), masked(item)));
            return all;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(item -> all.add(masked(item)));
            return all;
        }
        return value;
    }
}
