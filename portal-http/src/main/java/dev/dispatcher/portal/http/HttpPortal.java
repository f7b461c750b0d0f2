/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Events.Format;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes events that others post. A body is taken whole or not at all, unless its sender asks for {@code partial=true}. */
final class HttpPortal implements Portal {

    private static final String CLOUD_EVENTS = "cloudevents";
    private static final String NAME = "adapter";

    private final HttpPortalFactory.Options options;
    private final PluginContext context;
    private final Answers answers;
    private volatile boolean closed;

    HttpPortal(HttpPortalFactory.Options options, PluginContext context) {
        this.options = options;
        this.context = context;
        this.answers = new Answers(context.json());
    }

    @Override
    public void start(Sink intake) {
        context.route(new Route("POST", options.path(), Access.SUBMIT, false, request -> events(request, intake)));
        if (!options.webhooks().equals(HttpPortalFactory.OFF)) {
            String path = options.webhooks() + "/{" + NAME + "}";
            webhook(path, request -> webhook(request.pathValue(NAME), request, intake));
        }
        options.paths().forEach((path, adapter) -> webhook(path, request -> webhook(adapter, request, intake)));
    }

    /** A large body costs more than an I/O thread should spend; some tools say with DELETE that something is over. */
    private void webhook(String path, Route.Handler handler) {
        for (String method : List.of("POST", "DELETE")) {
            context.route(new Route(method, path, Access.SUBMIT, true, true, handler));
        }
    }

    private Response events(Request request, Sink intake) throws InterruptedException {
        if (closed) {
            return closed();
        }
        String type = request.header("content-type");
        if (isCloudEvents(type) || request.header("ce-specversion") != null) {
            Optional<Adapter> reader = context.adapters().find(CLOUD_EVENTS);
            if (reader.isPresent()) {
                return read(reader.get(), request, intake);
            }
        }
        Optional<Format> format = format(type);
        if (format.isEmpty()) {
            return answers.error(415, "send application/json, application/x-ndjson or application/cloudevents+json")
                    .with("Accept", "application/json, application/x-ndjson, application/cloudevents+json");
        }
        return take(context.events().read(request.body(), format.get()), request, intake);
    }

    private Response webhook(String name, Request request, Sink intake) throws InterruptedException {
        if (closed) {
            return closed();
        }
        Optional<Adapter> adapter = context.adapters().find(name);
        boolean trusted = adapter.isPresent() && adapter.get().verifies();
        if (!trusted && !request.allows(Access.SUBMIT)) {
            // the same for adapters that do not exist: who may not come in need not know
            return unknownSender();
        }
        return adapter.isPresent()
                ? read(adapter.get(), request, intake)
                : answers.error(
                        404,
                        "there is no such adapter; there are "
                                + context.adapters().names());
    }

    private Response read(Adapter adapter, Request request, Sink intake) throws InterruptedException {
        try {
            return take(adapter.read(request), request, intake);
        } catch (Adapter.Refusal e) {
            return e.status() == 401 ? unknownSender() : answers.error(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private Response unknownSender() {
        context.counter("unknown_sender").increment();
        return answers.error(401, "the sender could not be verified")
                .with("WWW-Authenticate", "Basic realm=\"dispatcher\"");
    }

    private Response closed() {
        return answers.error(503, "this portal is closed").with("Retry-After", "1");
    }

    private Response take(Reading reading, Request request, Sink intake) throws InterruptedException {
        boolean partial = "true".equals(request.query("partial"));
        if (!reading.faults().isEmpty() && (!partial || reading.events().isEmpty())) {
            context.events().refuse(reading.events());
            return answers.refused(reading, partial);
        }
        try {
            intake.deliver(reading.events());
        } catch (DeliveryException e) {
            return notTaken(e);
        } catch (IOException e) {
            return notTaken(DeliveryException.retryable("the events could not be taken now"));
        }
        return answers.taken(reading, partial);
    }

    private Response notTaken(DeliveryException e) {
        if (!e.retryable()) {
            // more than a queue can ever hold is a limit like any other: in smaller pieces it can be taken
            return answers.error(
                    switch (e.reason()) {
                        case OVERFLOW -> 413;
                        // taken, and then given up, where the answer should promise that every sink has it
                        case SERVER -> 502;
                        default -> 400;
                    },
                    e.getMessage());
        }
        int status = e.reason() == DeliveryException.Reason.RATE_LIMITED ? 429 : 503;
        // rounded up: a sender that comes back too early is refused again
        long seconds =
                e.notBefore().map(wait -> wait.plusMillis(999).toSeconds()).orElse(1L);
        return answers.error(status, e.getMessage()).with("Retry-After", Long.toString(Math.max(1, seconds)));
    }

    private static boolean isCloudEvents(@Nullable String contentType) {
        return contentType != null
                && contentType.strip().toLowerCase(Locale.ROOT).startsWith("application/cloudevents");
    }

    /** Text and form are what curl and simple senders say when nobody told them. */
    static Optional<Format> format(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.of(Format.JSON);
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return switch (type.trim().toLowerCase(Locale.ROOT)) {
            case "", "application/json", "text/json", "text/plain", "application/x-www-form-urlencoded" ->
                Optional.of(Format.JSON);
            case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines" ->
                Optional.of(Format.NDJSON);
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        closed = true;
    }
}
