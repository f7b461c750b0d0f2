/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

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
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes events that others post. A body is taken whole or not at all, unless its sender asks for {@code partial=true}. */
final class HttpPortal implements Portal {

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
        context.route(new Route("POST", options.path(), Access.SUBMIT, false, request -> handle(request, intake)));
    }

    private Response handle(Request request, Sink intake) throws InterruptedException {
        if (closed) {
            return answers.error(503, "this portal is closed").with("Retry-After", "1");
        }
        Optional<Format> format = format(request.header("content-type"));
        if (format.isEmpty()) {
            return answers.error(415, "send application/json or application/x-ndjson")
                    .with("Accept", "application/json, application/x-ndjson");
        }
        boolean partial = "true".equals(request.query("partial"));
        Reading reading = context.events().read(request.body(), format.get());
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
            return answers.error(e.reason() == DeliveryException.Reason.OVERFLOW ? 413 : 400, e.getMessage());
        }
        int status = e.reason() == DeliveryException.Reason.RATE_LIMITED ? 429 : 503;
        // rounded up: a sender that comes back too early is refused again
        long seconds =
                e.notBefore().map(wait -> wait.plusMillis(999).toSeconds()).orElse(1L);
        return answers.error(status, e.getMessage()).with("Retry-After", Long.toString(Math.max(1, seconds)));
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
