/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.server.HttpCounts.Reason;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads one body in the I/O thread without waiting in it, into one array that ends at the length that the sender said.
 * Memory grows with what has arrived, not with what was announced.
 */
final class BodyReader {

    /** What comes after the body; called once, in the I/O thread, where the exchange may be dispatched and answered. */
    interface Then {
        void read(HttpServerExchange exchange, byte[] body) throws Exception;

        void failed(HttpServerExchange exchange, Reason reason) throws Exception;
    }

    /** What a body gets before any of it has come: a thousand senders may announce more than there is and send nothing. */
    private static final int AT_FIRST = 8 << 10;

    /** Smaller bodies are not counted. */
    private static final int SMALL = 64 << 10;

    private static final byte[] NOTHING = new byte[0];

    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final int limit;
    private final Room.Share room;
    private final Then then;
    private byte[] bytes;
    private int filled;
    private XnioExecutor.@Nullable Key timer;

    private BodyReader(
            HttpServerExchange exchange, StreamSourceChannel channel, int limit, Room.Share room, Then then) {
        this.exchange = exchange;
        this.channel = channel;
        this.limit = limit;
        this.room = room;
        this.then = then;
        this.bytes = new byte[next(0, exchange.getRequestContentLength(), limit)];
    }

    /** How large the array is to become that has been filled: never far beyond what has come. */
    static int next(int filled, long announced, int limit) {
        long size = Math.min(limit, Math.max(AT_FIRST, filled * 2L));
        return (int) (announced > filled ? Math.min(announced, size) : size);
    }

    static void read(HttpServerExchange exchange, int limit, long millis, Room.Share room, Then then) throws Exception {
        StreamSourceChannel channel = exchange.isRequestComplete() ? null : exchange.getRequestChannel();
        if (channel == null) {
            then.read(exchange, NOTHING);
            return;
        }
        BodyReader reader = new BodyReader(exchange, channel, limit, room, then);
        HttpHandler next = reader.pump();
        if (next == null) {
            reader.waitForMore(millis);
        } else {
            next.handleRequest(exchange);
        }
    }

    private void waitForMore(long millis) {
        timer = exchange.getIoThread().executeAfter(this::late, millis, TimeUnit.MILLISECONDS);
        channel.getReadSetter().set(ready -> {
            HttpHandler next = pump();
            if (next != null) {
                end(next);
            }
        });
        channel.resumeReads();
    }

    private void late() {
        end(again -> then.failed(again, Reason.TIMEOUT));
    }

    private void end(HttpHandler next) {
        XnioExecutor.Key key = timer;
        if (key != null) {
            key.remove();
        }
        channel.getReadSetter().set(null);
        channel.suspendReads();
        Connectors.executeRootHandler(next, exchange);
    }

    /** Reads what is there; null when more is to come. */
    private @Nullable HttpHandler pump() {
        try {
            while (true) {
                if (filled == bytes.length && filled < limit && filled != exchange.getRequestContentLength()) {
                    int size = next(filled, exchange.getRequestContentLength(), limit);
                    if (size > SMALL && !room.growTo(size)) {
                        return again -> then.failed(again, Reason.BUSY);
                    }
                    bytes = Arrays.copyOf(bytes, size);
                }
                boolean full = filled == bytes.length;
                int read = channel.read(
                        full ? ByteBuffer.allocate(1) : ByteBuffer.wrap(bytes, filled, bytes.length - filled));
                if (read == 0) {
                    return null;
                }
                if (read < 0) {
                    byte[] all = full ? bytes : Arrays.copyOf(bytes, filled);
                    return again -> then.read(again, all);
                }
                if (full) {
                    return again -> then.failed(again, Reason.TOO_LARGE);
                }
                filled += read;
            }
        } catch (IOException e) {
            return again -> then.failed(again, Reason.MALFORMED);
        }
    }
}
