/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Route.Stream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP requests that one instance is answering, so that it is not closed under them. Any number of threads.
 */
final class Requests {

    /** A stream may have no end, and a handler may hang. */
    private static final long MOST_SECONDS = 30;

    private final CompletableFuture<Void> none = new CompletableFuture<>();
    private int count;
    private boolean closed;

    /** The same route, counted; one that comes too late is told to come again, and meets the instance's successor. */
    Route guard(Route route) {
        return new Route(route.method(), route.path(), route.access(), route.blocking(), route.open(), request -> {
            if (!enter()) {
                return tooLate();
            }
            boolean streaming = false;
            try {
                Response response = route.handler().handle(request);
                if (response.body() instanceof Stream stream) {
                    streaming = true;
                    return new Response(response.status(), response.headers(), counted(stream));
                }
                return response;
            } finally {
                if (!streaming) {
                    leave();
                }
            }
        });
    }

    private Stream counted(Stream stream) {
        return new Stream(out -> {
            try {
                stream.writer().write(out);
            } finally {
                leave();
            }
        });
    }

    private static Response tooLate() {
        byte[] body =
                "{\"error\":\"the configuration has just changed; send it again\"}".getBytes(StandardCharsets.UTF_8);
        return Response.json(503, body).with("Retry-After", "1");
    }

    private synchronized boolean enter() {
        if (!closed) {
            count++;
        }
        return !closed;
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            last = --count == 0 && closed;
        }
        if (last) {
            none.complete(null);
        }
    }

    /**
     * Lets no more in.
     *
     * @return completed when there is none left, or after a while all the same; on any thread
     */
    CompletableFuture<Void> close() {
        boolean last;
        synchronized (this) {
            closed = true;
            last = count == 0;
        }
        if (last) {
            none.complete(null);
        }
        return none.copy().completeOnTimeout(null, MOST_SECONDS, TimeUnit.SECONDS);
    }
}
