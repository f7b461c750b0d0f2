/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.thread.Threads;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.Options;

/**
 * The one HTTP server. It begins without routes; {@link #use} gives it some and may be called again at any time. All methods
 * from any thread.
 */
public final class HttpServer implements AutoCloseable {

    private static final int BLOCKING_CALLS = 64;

    private final Undertow undertow;
    private final ExecutorService workers;
    private final Front front;
    private final HttpCounts counts;
    private final InFlight inFlight;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpServer(Undertow undertow, ExecutorService workers, Front front, HttpCounts counts, InFlight inFlight) {
        this.undertow = undertow;
        this.workers = workers;
        this.front = front;
        this.counts = counts;
        this.inFlight = inFlight;
    }

    /**
     * Listens from now on.
     *
     * @throws IllegalStateException when {@link HttpOptions#problem} has something to say
     * @throws IOException when the address cannot be bound; says which
     */
    public static HttpServer start(HttpOptions options) throws IOException {
        options.problem().ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        ListenAddress listen = ListenAddress.parse(options.listen());
        InetAddress address = InetAddress.getByName(listen.host());
        HttpLimits limits = options.limits();
        HttpCounts counts = new HttpCounts();
        InFlight inFlight = new InFlight();
        ExecutorService workers = Threads.bounded("http-worker-", BLOCKING_CALLS);
        Answers answers = new Answers(limits.bodyTime().toMillis());
        Front front = new Front(
                limits,
                new Gate(options, address),
                answers,
                new Calls(workers, answers, counts, inFlight, new Senders(options.proxies())),
                counts,
                inFlight);
        Undertow undertow = Undertow.builder()
                .addHttpListener(listen.port(), address.getHostAddress())
                .setHandler(new HttpContinueReadHandler(front))
                .setSocketOption(Options.CONNECTION_HIGH_WATER, limits.connections())
                .setSocketOption(Options.CONNECTION_LOW_WATER, limits.connections())
                .setSocketOption(Options.BACKLOG, 1024)
                .setServerOption(
                        UndertowOptions.MAX_HEADER_SIZE, (int) limits.headers().bytes())
                // our own reader counts: the server's would cut the connection without an answer
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis(limits.headerTime()))
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, millis(limits.idleTime()))
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .build();
        try {
            undertow.start();
        } catch (RuntimeException e) {
            workers.shutdownNow();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("cannot listen on " + options.listen() + ": " + cause.getMessage(), e);
        }
        return new HttpServer(undertow, workers, front, counts, inFlight);
    }

    private static int millis(Duration time) {
        return (int) time.toMillis();
    }

    /** Answers by these routes from the next request on. */
    public void use(RouteTable routes) {
        front.use(routes);
    }

    /** What it answers by now. */
    public RouteTable routes() {
        return front.routes();
    }

    /** From the next request on, tokens, hosts and origins are these; where it listens and its limits stay. */
    public void admit(HttpOptions options) {
        front.admit(new Gate(options, address().getAddress()));
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    }

    public HttpCounts counts() {
        return counts;
    }

    /**
     * Refuses new requests with 503, interrupts streams, and waits for the other requests under way.
     *
     * @return how many were not answered in time
     */
    public int drain(Duration most) throws InterruptedException {
        return inFlight.drain(most);
    }

    /** Stops listening and closes all connections; does not wait. May be called twice. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            undertow.stop();
            workers.shutdownNow();
        }
    }
}
