/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.server.HttpCounts.Reason;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StringWriteChannelListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.ssl.SslConnection;

/**
 * Watches one connection while a TLS handshake or the head of a request comes in, and ends it when that takes too long.
 * Costs a timer only where what is wanted does not come at once.
 */
final class HeadWatch extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private static final String LATE = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final StreamConnection connection;
    private final long millis;
    private final HttpCounts counts;
    private volatile boolean handshaking;
    private volatile boolean began;
    private volatile boolean inRequest;
    private boolean gone;
    private XnioExecutor.@Nullable Key timer;

    private HeadWatch(StreamConnection connection, long millis, HttpCounts counts) {
        super(connection.getSourceChannel().getConduit());
        this.connection = connection;
        this.millis = millis;
        this.counts = counts;
    }

    /** Before anything has been read. */
    static void watch(StreamConnection connection, long millis, HttpCounts counts) {
        HeadWatch watch = new HeadWatch(connection, millis, counts);
        connection.getSourceChannel().setConduit(watch);
        if (connection instanceof SslConnection secured) {
            watch.handshaking = true;
            watch.start();
            secured.getHandshakeSetter().set(done -> watch.handshaken());
        }
    }

    /** The watch of the connection that an exchange came by. */
    static HeadWatch of(HttpServerExchange exchange) {
        if (exchange.getConnection() instanceof AbstractServerConnection served
                && served.getOriginalSourceConduit() instanceof HeadWatch watch) {
            return watch;
        }
        throw new IllegalStateException("a connection that nobody watches");
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int read;
        try {
            read = super.read(to);
        } catch (IOException e) {
            stop();
            throw e;
        }
        if (!inRequest) {
            if (read > 0) {
                began = true;
            } else if (read < 0) {
                stop();
            } else if (began) {
                start();
            }
        }
        return read;
    }

    private void handshaken() {
        handshaking = false;
        stop();
    }

    /** The head is whole; false when it came too late and the connection is being ended. */
    synchronized boolean arrived() {
        inRequest = true;
        began = false;
        stop();
        return !gone;
    }

    /** What is read from now on is the next head. */
    void answered() {
        inRequest = false;
    }

    private synchronized void start() {
        if (timer == null) {
            timer = connection.getIoThread().executeAfter(this::late, millis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void stop() {
        XnioExecutor.Key key = timer;
        if (key != null) {
            key.remove();
            timer = null;
        }
    }

    private synchronized void late() {
        timer = null;
        if (inRequest || !connection.isOpen()) {
            return;
        }
        gone = true;
        counts.refuse(Reason.TIMEOUT);
        if (handshaking) {
            IoUtils.safeClose(connection);
            return;
        }
        counts.answer(408);
        connection.getSourceChannel().suspendReads();
        new StringWriteChannelListener(LATE) {
            @Override
            protected void writeDone(StreamSinkChannel sink) {
                IoUtils.safeClose(connection);
            }
        }.setup(connection.getSinkChannel());
    }
}
