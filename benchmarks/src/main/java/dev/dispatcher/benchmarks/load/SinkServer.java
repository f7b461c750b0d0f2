/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The destination of all systems: counts the events that reach {@code /a} and {@code /b}. One thread. */
final class SinkServer implements AutoCloseable {

    /** How a path answers. */
    enum Mood {
        UP,
        /** Ends connections without an answer. */
        DOWN,
        /** Answers after a second. */
        SLOW,
        /** 429 with {@code Retry-After: 1}. */
        LIMITED
    }

    /** What reached one path since {@link #reset}. */
    static final class Path {
        private final BitSet seen = new BitSet();
        private final Latencies latencies = new Latencies();
        private long unique;
        private long repeated;
        private long last;

        private synchronized void add(byte[] bytes, int from, int to) {
            long now = System.nanoTime();
            int at = Work.find(bytes, from, to);
            while (at >= 0) {
                int number = (int) Work.numberAt(bytes, at);
                if (seen.get(number)) {
                    repeated++;
                } else {
                    seen.set(number);
                    unique++;
                    latencies.add(now - Work.timeAt(bytes, at));
                }
                at = Work.find(bytes, at + Work.ID_LENGTH, to);
            }
            last = now;
        }

        synchronized long unique() {
            return unique;
        }

        synchronized long repeated() {
            return repeated;
        }

        synchronized long last() {
            return last;
        }

        /** In microseconds. */
        synchronized long latency(double part) {
            return latencies.at(part);
        }
    }

    private record Late(long at, SinkConnection connection) {}

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Thread thread = new Thread(this::run, "sink");
    private final Deque<Late> late = new ArrayDeque<>();
    private final List<Mood> moods = new ArrayList<>(List.of(Mood.UP, Mood.UP));
    private volatile Path a = new Path();
    private volatile Path b = new Path();
    private volatile boolean closed;

    SinkServer() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.socket().getLocalPort();
    }

    Path a() {
        return a;
    }

    Path b() {
        return b;
    }

    /** Both paths. */
    long unique() {
        return a.unique() + b.unique();
    }

    void reset() {
        a = new Path();
        b = new Path();
    }

    synchronized void mood(Mood ofA, Mood ofB) {
        moods.set(0, ofA);
        moods.set(1, ofB);
    }

    private synchronized Mood mood(boolean ofB) {
        return moods.get(ofB ? 1 : 0);
    }

    private void run() {
        while (!closed) {
            try {
                Late next = late.peek();
                selector.select(
                        next == null ? 100 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.at - System.nanoTime())));
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                while (!late.isEmpty() && late.element().at - System.nanoTime() <= 0) {
                    Late due = late.remove();
                    due.connection.answer(200);
                }
            } catch (IOException e) {
                throw new IllegalStateException("the sink broke", e);
            }
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            SocketChannel accepted = server.accept();
            if (accepted != null) {
                accepted.configureBlocking(false);
                accepted.socket().setTcpNoDelay(true);
                accepted.register(selector, SelectionKey.OP_READ, new SinkConnection(accepted));
            }
            return;
        }
        SinkConnection connection = (SinkConnection) key.attachment();
        try {
            connection.read(this::answer);
        } catch (IOException e) {
            connection.close();
        }
    }

    /** One whole request with these bytes; the answer, or null when there is none yet. */
    private @Nullable Integer answer(SinkConnection connection, byte[] bytes, int from, int to) throws IOException {
        // "POST /a …"
        boolean ofB = bytes[from + 6] == 'b';
        switch (mood(ofB)) {
            case DOWN -> throw new IOException("down");
            case LIMITED -> {
                return 429;
            }
            case SLOW -> {
                (ofB ? b : a).add(bytes, from, to);
                late.add(new Late(System.nanoTime() + TimeUnit.SECONDS.toNanos(1), connection));
                return null;
            }
            case UP -> (ofB ? b : a).add(bytes, from, to);
        }
        return 200;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        server.close();
    }
}
