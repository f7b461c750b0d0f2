/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Bytes;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Route.Stream;
import dev.dispatcher.core.server.HttpCounts.Reason;
import dev.dispatcher.core.trace.Around;
import dev.dispatcher.core.trace.Trace;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** Calls the handlers, each on the right thread, and sends what they answer. */
final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private static final HttpString TRACE_PARENT = new HttpString("traceparent");
    private static final HttpString TRACE_STATE = new HttpString("tracestate");

    /** One request to one route. */
    record Call(OwnedRoute route, List<String> segments, Senders senders, Predicate<Access> allows) {

        /** For the log: the template, since a path may hold what nobody should read. */
        @Override
        public String toString() {
            return route.route().method() + " " + route.route().path() + " of " + route.owner();
        }
    }

    private final ExecutorService workers;
    private final Answers answers;
    private final HttpCounts counts;
    private final InFlight inFlight;
    private final long pieceMillis;

    Calls(ExecutorService workers, Answers answers, HttpCounts counts, InFlight inFlight, long pieceMillis) {
        this.workers = workers;
        this.answers = answers;
        this.counts = counts;
        this.inFlight = inFlight;
        this.pieceMillis = pieceMillis;
    }

    void call(HttpServerExchange exchange, Call call, byte[] body) {
        if (call.route().needsWorker()) {
            exchange.dispatch(workers, (HttpHandler) again -> handle(again, call, body));
        } else {
            handle(exchange, call, body);
        }
    }

    // a handler belongs to a plugin: whatever it throws must end here, with an answer
    @SuppressWarnings("CatchingUnchecked")
    private void handle(HttpServerExchange exchange, Call call, byte[] body) {
        try {
            Around.enter(trace(exchange));
            Response response = call.route()
                    .route()
                    .handler()
                    .handle(new RequestView(
                            exchange, call.route().route(), call.segments(), body, call.senders(), call.allows()));
            if (response.body() instanceof Bytes bytes) {
                answers.send(exchange, response, bytes.bytes());
            } else if (exchange.isInIoThread()) {
                exchange.dispatch(workers, (HttpHandler) again -> stream(again, call, response));
            } else {
                stream(exchange, call, response);
            }
        } catch (Exception | LinkageError | StackOverflowError e) {
            failed(exchange, call, e);
        } finally {
            Around.leave();
        }
    }

    private static @Nullable Trace trace(HttpServerExchange exchange) {
        String parent = exchange.getRequestHeaders().getFirst(TRACE_PARENT);
        return parent == null
                ? null
                : Trace.of(parent, exchange.getRequestHeaders().getFirst(TRACE_STATE));
    }

    private void stream(HttpServerExchange exchange, Call call, Response response) {
        inFlight.streamBegins();
        try {
            Answers.head(exchange, response);
            if (!exchange.getRequestMethod().equals(Methods.HEAD)) {
                exchange.startBlocking();
                OutputStream out = new TimedOutput(exchange, exchange.getOutputStream(), pieceMillis);
                ((Stream) response.body()).writer().write(out);
                // only here: closing says that all of it was sent
                out.close();
            }
            exchange.endExchange();
        } catch (IOException e) {
            // as a rule the reader has gone: nothing to tell, nobody to tell it to
            LOG.debug("{} ended early", call, e);
            IoUtils.safeClose(exchange.getConnection());
        } catch (InterruptedException e) {
            IoUtils.safeClose(exchange.getConnection());
        } catch (RuntimeException | LinkageError e) {
            failed(exchange, call, e);
        } finally {
            inFlight.streamEnds();
        }
    }

    private void failed(HttpServerExchange exchange, Call call, Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        counts.refuse(Reason.FAULT);
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("{} failed; the sender was told reference {}", call, reference, e);
        if (exchange.isResponseStarted()) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        exchange.getResponseHeaders().clear();
        Response response = Answers.error(500, "the dispatcher failed; its log says why", "reference", reference);
        answers.send(exchange, response, ((Bytes) response.body()).bytes());
    }
}
