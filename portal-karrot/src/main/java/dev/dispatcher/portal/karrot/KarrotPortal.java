/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Fault;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes Burrow's reports by the adapter for them, and tells who asks what became of the last ones. */
final class KarrotPortal implements Portal {

    private static final String ADAPTER = "burrow";

    /** The sender's own form of a larger report is not kept for those who ask, but its event's fields. */
    private static final int MOST_KEPT = 16 * 1024;

    private final KarrotOptions options;
    private final PluginContext context;
    private final Answers answers;
    private final Reporters reporters;
    private volatile boolean closed;

    KarrotPortal(KarrotOptions options, PluginContext context) {
        this.options = options;
        this.context = context;
        this.answers = new Answers(context.json(), context.clock());
        this.reporters = new Reporters(options.reporters(), context.outcomes());
    }

    @Override
    public void start(Sink intake) {
        for (String method : List.of("POST", "DELETE")) {
            context.route(
                    new Route(method, options.at("burrow"), Access.SUBMIT, true, request -> report(request, intake)));
        }
        // whoever looks whether it lives has no token, and learns nothing else
        context.route(
                new Route("GET", options.at("heartbeat"), Access.READ, false, true, request -> answers.heartbeat()));
        read("config", request -> answers.config(options.settings()));
        read("reporters", request -> answers.reporters(reporters.names()));
        read("reporters/", request -> answers.reporters(reporters.names()));
        read("reporters/{name}", request -> reporter(request.pathValue("name")));
    }

    private void read(String name, Route.Handler handler) {
        context.route(new Route("GET", options.at(name), Access.READ, false, handler));
    }

    private Response reporter(String name) {
        return reporters.names().contains(name)
                ? answers.reporter(name, reporters.last(name))
                : answers.error(404, "there is no such reporter; there are " + reporters.names());
    }

    private Response report(Request request, Sink intake) throws InterruptedException {
        if (closed) {
            return answers.error(503, "this portal is closed").with("Retry-After", "1");
        }
        Adapter adapter = context.adapters()
                .find(ADAPTER)
                .orElseThrow(() -> new IllegalStateException("there is no adapter '" + ADAPTER + "'"));
        Reading reading;
        @Nullable Object body;
        try {
            reading = adapter.read(request);
            body = context.json().read(request.body());
        } catch (Adapter.Refusal e) {
            return refused(e.status(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused(400, "the body is no JSON: " + e.getMessage());
        }
        if (!reading.faults().isEmpty()) {
            context.events().refuse(reading.events());
            boolean limit = reading.faults().stream().allMatch(Fault::limit);
            return refused(limit ? 413 : 400, sentences(reading.faults()));
        }
        Set<String> faults = new LinkedHashSet<>();
        reading.events().forEach(event -> faults.addAll(Report.faults(body, event)));
        if (!faults.isEmpty()) {
            context.events().refuse(reading.events());
            return refused(422, String.join("; ", faults));
        }
        return deliver(reading.events(), request, body, intake);
    }

    private Response deliver(List<Event> events, Request request, @Nullable Object body, Sink intake)
            throws InterruptedException {
        try {
            intake.deliver(events);
        } catch (DeliveryException e) {
            return answers.notTaken(e);
        } catch (IOException e) {
            return answers.notTaken(DeliveryException.retryable("the report could not be taken now"));
        }
        boolean small = request.body().length <= MOST_KEPT;
        for (Event event : events) {
            reporters.follow(event, content(body, event, small));
        }
        return Response.json(200, request.body());
    }

    /** What the reporters of Karrot called the event. */
    private static Object content(@Nullable Object body, Event event, boolean small) {
        return small && body instanceof Map<?, ?> object && object.get("Event") instanceof Map<?, ?> content
                ? content
                : event.fields();
    }

    private Response refused(int status, String message) {
        context.counter("refused").increment();
        return answers.error(status, message);
    }

    private static String sentences(List<Fault> faults) {
        return faults.stream()
                .map(fault -> (fault.field() == null ? "" : "field '" + fault.field() + "': ") + fault.message())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        closed = true;
        reporters.close();
    }

    @Override
    public String toString() {
        return "karrot";
    }
}
