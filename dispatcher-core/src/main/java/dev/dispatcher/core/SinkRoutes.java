/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.error;
import static dev.dispatcher.core.ApiAnswers.json;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.delivery.Trial;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.metrics.Metrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sinks: how they fare, and what may be done to them. */
final class SinkRoutes {

    static final String TEST_KIND = "urn:dispatcher:test";

    private final Supplier<Generation> current;
    private final Ledger ledger;
    private final Clock clock;
    private final Ids ids;

    SinkRoutes(Supplier<Generation> current, Ledger ledger, Clock clock, Ids ids) {
        this.current = current;
        this.ledger = ledger;
        this.clock = clock;
        this.ids = ids;
    }

    List<ApiRoute> routes() {
        return List.of(
                ApiRoute.slow("GET", "/api/sinks", Access.READ, "All sinks: how they fare.", request -> list()),
                ApiRoute.slow(
                                "GET",
                                "/api/sinks/{name}",
                                Access.READ,
                                "One sink: how it fares, its counts, its delivery options.",
                                request -> with(request, this::one))
                        .orElse(404),
                ApiRoute.slow(
                                "POST",
                                "/api/sinks/{name}/test",
                                Access.ADMIN,
                                "Sends a marked test event through the sink, once, and answers what came of it.",
                                request -> with(request, this::test))
                        .orElse(404),
                ApiRoute.slow(
                                "POST",
                                "/api/sinks/{name}/pause",
                                Access.ADMIN,
                                "Makes no attempt any more until it is resumed or changed; what comes in waits.",
                                request ->
                                        command(request, sink -> sink.courier().pause()))
                        .orElse(404),
                ApiRoute.slow(
                                "POST",
                                "/api/sinks/{name}/resume",
                                Access.ADMIN,
                                "Ends a pause, or lets a parked sink try again at once.",
                                request ->
                                        command(request, sink -> sink.courier().resume()))
                        .orElse(404));
    }

    /** Answers for a sink that is there. */
    private interface ForSink {
        Response answer(RunningSink sink) throws InterruptedException;
    }

    private Response with(Request request, ForSink then) throws InterruptedException {
        Map<String, RunningSink> sinks = current.get().sinks();
        RunningSink sink = sinks.get(request.pathValue("name"));
        return sink == null
                ? error(404, "there is no such sink; there are " + new TreeMap<>(sinks).keySet())
                : then.answer(sink);
    }

    private Response list() {
        List<Object> all = new ArrayList<>();
        new TreeMap<>(current.get().sinks()).values().forEach(sink -> all.add(view(sink)));
        return json(200, Map.of("sinks", all));
    }

    private Response one(RunningSink sink) {
        Map<String, Object> view = view(sink);
        view.put("delivery", OptionsView.of(sink.spec().delivery()));
        return json(200, view);
    }

    private Map<String, Object> view(RunningSink sink) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", sink.spec().name());
        view.put("type", sink.spec().offer().type());
        view.putAll(SinkView.of(sink.courier().health()));
        view.put("counts", LedgerView.counts(ledger.sink(sink.spec().name())));
        return view;
    }

    private Response command(Request request, Consumer<RunningSink> command) throws InterruptedException {
        return with(request, sink -> {
            command.accept(sink);
            return json(200, view(sink));
        });
    }

    private Response test(RunningSink sink) throws InterruptedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(Event.ID, ids.next());
        fields.put(Event.TIMESTAMP, clock.instant());
        fields.put(Event.KIND, TEST_KIND);
        fields.put(Event.MESSAGE, "A test by the dispatcher, to see whether this sink works");
        fields.put(Event.SOURCE, "urn:dispatcher");
        fields.put(Event.SEVERITY, "info");
        fields.put("test", true);
        Event event = Event.of(fields);
        long most = sink.spec().delivery().timeout().toMillis() * 2 + 5000;
        try {
            Trial.Result result =
                    sink.courier().trial(event).toCompletableFuture().get(most, TimeUnit.MILLISECONDS);
            return json(200, view(event, result));
        } catch (TimeoutException | ExecutionException e) {
            return error(500, "the test did not end");
        }
    }

    private static Map<String, Object> view(Event event, Trial.Result result) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("delivered", result.delivered());
        view.put("called", result.made());
        view.put("took_ms", result.took().toNanos() / 1_000_000.0);
        result.reason().ifPresent(reason -> {
            view.put("reason", Metrics.label(reason));
            view.put("retryable", result.retryable());
        });
        if (!result.message().isEmpty()) {
            view.put("message", result.message());
        }
        view.put("answers", result.answers());
        view.put("event", event.fields());
        return view;
    }
}
