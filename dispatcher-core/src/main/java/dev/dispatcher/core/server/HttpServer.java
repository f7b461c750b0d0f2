/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.thread.Threads;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP server. It begins without routes, and answers 503; {@link #use} gives it some and may be called again at any time. All methods
 * from any thread.
 */
public final class HttpServer implements AutoCloseable {

    private static final int BLOCKING_CALLS = 64;

    private final Listener listener;
    private final InetSocketAddress address;
    private final @Nullable TlsContext tls;
    private final ExecutorService workers;
    private final Front front;
    private final HttpCounts counts;
    private final InFlight inFlight;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HttpServer(
            Listener listener,
            @Nullable TlsContext tls,
            ExecutorService workers,
            Front front,
            HttpCounts counts,
            InFlight inFlight) {
        this.listener = listener;
        this.address = listener.address();
        this.tls = tls;
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
                new Calls(workers, answers, counts, inFlight, limits.bodyTime().toMillis()),
                counts,
                inFlight);
        try {
            TlsContext tls = options.tls()
                    .map(files -> new TlsContext(Credentials.read(files)))
                    .orElse(null);
            Listener listener = Listener.open(
                    new InetSocketAddress(address, listen.port()),
                    limits,
                    tls,
                    counts,
                    new Crowd(limits.connectionsPerSender(), front::trusts, counts),
                    new HttpContinueReadHandler(front));
            return new HttpServer(listener, tls, workers, front, counts, inFlight);
        } catch (IOException | RuntimeException e) {
            workers.shutdownNow();
            throw new IOException("cannot listen on " + options.listen() + ": " + e.getMessage(), e);
        }
    }

    /** Answers by these routes from the next request on. */
    public void use(RouteTable routes) {
        front.use(routes);
    }

    /** What it answers by now. */
    public RouteTable routes() {
        return front.routes();
    }

    /**
     * From the next request on, tokens, hosts, origins and proxies are these, and from the next connection on the
     * certificates, read anew; where it listens and its limits stay.
     *
     * @throws IllegalArgumentException when a certificate or key cannot be used; nothing has changed then
     */
    public void admit(HttpOptions options) {
        admission(options).run();
    }

    /**
     * The first half of {@link #admit}: reads and checks, and changes nothing.
     *
     * @return the second half, which cannot fail
     * @throws IllegalArgumentException as {@link #admit}
     */
    public Runnable admission(HttpOptions options) {
        Gate gate = new Gate(options, address().getAddress());
        if (options.tls().isPresent() != secure()) {
            throw new IllegalArgumentException("http.tls is added or removed with a restart only");
        }
        TlsContext context = tls;
        if (context == null) {
            return () -> front.admit(gate);
        }
        Credentials credentials = context.credentials().current(options.tls().orElseThrow());
        return () -> {
            context.use(credentials);
            front.admit(gate);
        };
    }

    /** Whether it speaks TLS. */
    public boolean secure() {
        return tls != null;
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return address;
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
            listener.close();
            workers.shutdownNow();
        }
    }
}
