/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** One open port and the threads that serve its connections. */
final class Listener implements AutoCloseable {

    /** Senders wait here while all connections that are allowed are taken. */
    private static final int BACKLOG = 1024;

    /** Undertow's own limit closes without an answer: it comes after ours, in case ours missed something. */
    private static final long AFTER_OURS = 1000;

    private final XnioWorker worker;
    private final AcceptingChannel<? extends StreamConnection> port;

    private Listener(XnioWorker worker, AcceptingChannel<? extends StreamConnection> port) {
        this.worker = worker;
        this.port = port;
    }

    /**
     * Accepts connections from now on.
     *
     * @param tls null for plain HTTP
     */
    static Listener open(
            InetSocketAddress at,
            HttpLimits limits,
            @Nullable SSLContext tls,
            HttpCounts counts,
            Crowd crowd,
            HttpHandler handler)
            throws IOException {
        Xnio xnio = Xnio.getInstance(Undertow.class.getClassLoader());
        int threads = Math.max(Runtime.getRuntime().availableProcessors(), 2);
        XnioWorker worker = xnio.createWorker(OptionMap.builder()
                .set(Options.WORKER_IO_THREADS, threads)
                .set(Options.WORKER_TASK_CORE_THREADS, threads * 8)
                .set(Options.WORKER_TASK_MAX_THREADS, threads * 8)
                .getMap());
        try {
            HttpOpenListener http = new HttpOpenListener(buffers(), protocol(limits));
            http.setRootHandler(handler);
            long headMillis = limits.headerTime().toMillis();
            ChannelListener<AcceptingChannel<StreamConnection>> accept =
                    ChannelListeners.openListenerAdapter(opened -> crowd.admit(
                            opened,
                            () -> {
                                HeadWatch.watch(opened, headMillis, counts);
                                http.handleEvent(opened);
                            },
                            () -> IoUtils.safeClose(opened)));
            AcceptingChannel<? extends StreamConnection> port = tls == null
                    ? worker.createStreamConnectionServer(at, accept, sockets(limits, threads))
                    : secured(xnio, worker, at, tls, accept, sockets(limits, threads));
            port.resumeAccepts();
            return new Listener(worker, port);
        } catch (IOException | RuntimeException e) {
            worker.shutdownNow();
            throw e;
        }
    }

    // a listener of any connection is one of secured connections too
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static AcceptingChannel<? extends StreamConnection> secured(
            Xnio xnio,
            XnioWorker worker,
            InetSocketAddress at,
            SSLContext tls,
            ChannelListener<AcceptingChannel<StreamConnection>> accept,
            OptionMap sockets)
            throws IOException {
        return new UndertowXnioSsl(xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), tls)
                .createSslConnectionServer(worker, at, (ChannelListener) accept, sockets);
    }

    private static OptionMap sockets(HttpLimits limits, int threads) {
        return OptionMap.builder()
                .set(Options.WORKER_IO_THREADS, threads)
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BALANCING_TOKENS, 1)
                .set(Options.BALANCING_CONNECTIONS, 2)
                .set(Options.CONNECTION_HIGH_WATER, limits.connections())
                .set(Options.CONNECTION_LOW_WATER, limits.connections())
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
    }

    private static OptionMap protocol(HttpLimits limits) {
        return OptionMap.builder()
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                .set(UndertowOptions.MAX_HEADER_SIZE, (int) limits.headers().bytes())
                // our own reader counts: the server's would cut the connection without an answer
                .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, millis(limits.headerTime(), AFTER_OURS))
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, millis(limits.idleTime(), 0))
                .set(UndertowOptions.DECODE_URL, false)
                .getMap();
    }

    private static int millis(Duration time, long more) {
        return (int) (time.toMillis() + more);
    }

    /** The sizes that Undertow takes by itself. */
    private static ByteBufferPool buffers() {
        long memory = Runtime.getRuntime().maxMemory();
        int size = memory < 64L << 20 ? 512 : memory < 128L << 20 ? 1024 : 16 * 1024 - 20;
        return new DefaultByteBufferPool(size > 512, size, -1, 4);
    }

    /** Where it listens, with the port that it got. */
    InetSocketAddress address() {
        return port.getLocalAddress(InetSocketAddress.class);
    }

    /** Closes the port and all connections; does not wait. */
    @Override
    public void close() {
        port.suspendAccepts();
        IoUtils.safeClose(port);
        worker.shutdownNow();
    }
}
