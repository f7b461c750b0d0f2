/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes what a deployment tool sends: one object by PUT or POST, answered with {@code 200 OK}, or told all that is wrong. */
final class AspenPortal implements Portal {

    private static final byte[] OK = "200 OK".getBytes(StandardCharsets.UTF_8);

    private final AspenOptions options;
    private final PluginContext context;
    private final Deployments deployments;
    private volatile boolean closed;

    AspenPortal(AspenOptions options, PluginContext context) {
        this.options = options;
        this.context = context;
        this.deployments = new Deployments(options);
    }

    @Override
    public void start(Sink intake) {
        add("/deployment", intake, deployments::read, this::linked);
        add("/error", intake, Notices::error, UnaryOperator.identity());
        add("/recommendation", intake, Notices::recommendation, UnaryOperator.identity());
    }

    private void add(
            String path,
            Sink intake,
            Function<Form, Map<String, @Nullable Object>> reader,
            UnaryOperator<Event> completer) {
        for (String method : List.of("PUT", "POST")) {
            context.route(new Route(
                    method,
                    options.path() + path,
                    Access.SUBMIT,
                    true,
                    request -> handle(request, intake, reader, completer)));
        }
    }

    private Event linked(Event event) {
        String link = deployments.logLink(event);
        return link.isEmpty() ? event : event.with(Event.VIEW_LINK, link);
    }

    private Response handle(
            Request request,
            Sink intake,
            Function<Form, Map<String, @Nullable Object>> reader,
            UnaryOperator<Event> completer)
            throws InterruptedException {
        if (closed) {
            return error(503, "this portal is closed", List.of()).with("Retry-After", "1");
        }
        String type = request.header("content-type");
        if (!Bodies.isJson(type)) {
            return refused("the body should be application/json", List.of());
        }
        Object sent;
        try {
            sent = context.json().read(request.body());
        } catch (IOException e) {
            return refused("the body is no JSON: " + e.getMessage(), List.of());
        }
        if (!(sent instanceof Map<?, ?> object)) {
            return refused("the body should be an object, not " + Form.described(sent), List.of());
        }
        Form form = new Form(object);
        Map<String, @Nullable Object> fields = reader.apply(form);
        if (!form.faults().isEmpty()) {
            return refused(Bodies.summary(form.faults()), form.faults());
        }
        Event event;
        try {
            event = completer.apply(context.events().event(fields));
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()), List.of());
        }
        return deliver(event, intake);
    }

    private Response deliver(Event event, Sink intake) throws InterruptedException {
        try {
            intake.deliver(List.of(event));
        } catch (DeliveryException e) {
            return notTaken(e);
        } catch (IOException e) {
            return notTaken(DeliveryException.retryable("the event could not be taken now"));
        }
        return new Response(200, Map.of("Content-Type", "text/html; charset=utf-8"), new Route.Bytes(OK));
    }

    private Response notTaken(DeliveryException e) {
        if (!e.retryable()) {
            int status = e.reason() == DeliveryException.Reason.SERVER ? 502 : 400;
            return error(status, e.getMessage(), List.of());
        }
        int status = e.reason() == DeliveryException.Reason.RATE_LIMITED ? 429 : 503;
        // rounded up: a sender that comes back too early is refused again
        long seconds =
                e.notBefore().map(wait -> wait.plusMillis(999).toSeconds()).orElse(1L);
        return error(status, e.getMessage(), List.of()).with("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    private Response refused(String message, List<Form.Fault> faults) {
        context.counter("refused").increment();
        return error(400, message, faults);
    }

    private Response error(int status, String message, List<Form.Fault> faults) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", message);
        if (!faults.isEmpty()) {
            List<Object> all = new ArrayList<>();
            faults.forEach(fault -> all.add(Map.of("field", fault.field(), "error", fault.error())));
            body.put("faults", all);
        }
        return Response.json(status, context.json().write(body));
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "aspen";
    }
}
