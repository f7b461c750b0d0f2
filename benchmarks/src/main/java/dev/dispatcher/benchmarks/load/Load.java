/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the {@link Work} over keep-alive connections in one thread. With a rate, each event has the time at which it was due
 * to be sent, however late a free connection is found, so that a slow answer is seen by all the events that wait behind it.
 *
 * @param batch events per request
 * @param rate events per second; 0 for as many as are taken, one request under way per connection
 */
record Load(int connections, int batch, int rate, Duration time) {

    /**
     * @param accepted events in requests that were answered 2xx
     * @param refused events in other requests
     * @param seconds from the first request to the last answer
     */
    record Outcome(long accepted, long refused, double seconds, Latencies answers) {

        double perSecond() {
            return accepted / seconds;
        }
    }

    static final int CONNECTIONS = 64;

    static Load single(Duration time) {
        return new Load(CONNECTIONS, 1, 0, time);
    }

    static Load batches(Duration time) {
        return new Load(CONNECTIONS, 100, 0, time);
    }

    static Load at(int rate, Duration time) {
        return new Load(CONNECTIONS, 1, rate, time);
    }

    Outcome run(int port) throws IOException {
        try (Selector selector = Selector.open()) {
            List<LoadConnection> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(new LoadConnection(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), selector, batch));
            }
            Outcome outcome = run(selector, all);
            for (LoadConnection connection : all) {
                connection.close();
            }
            return outcome;
        }
    }

    private Outcome run(Selector selector, List<LoadConnection> all) throws IOException {
        Deque<LoadConnection> idle = new ArrayDeque<>(all);
        Latencies answers = new Latencies();
        long[] results = new long[2];
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long patience = end + Duration.ofSeconds(10).toNanos();
        long sent = 0;
        while (true) {
            long now = System.nanoTime();
            while (!idle.isEmpty() && now < end) {
                long due = rate == 0 ? now : start + sent * 1_000_000_000L / rate;
                if (due > now) {
                    break;
                }
                idle.remove().send(sent, due);
                sent += batch;
            }
            if (now >= end && (idle.size() == all.size() || now >= patience)) {
                return new Outcome(results[0], results[1], (now - start) / 1e9, answers);
            }
            poll(selector, idle.size() == all.size() || rate > 0);
            for (SelectionKey key : selector.selectedKeys()) {
                LoadConnection connection = (LoadConnection) key.attachment();
                int status = connection.ready();
                if (status != 0) {
                    answers.add(System.nanoTime() - connection.due());
                    results[status >= 200 && status < 300 ? 0 : 1] += batch;
                    idle.add(connection);
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /** A selector sleeps for whole milliseconds, which is too coarse to keep a schedule. */
    private void poll(Selector selector, boolean scheduled) throws IOException {
        if (!scheduled) {
            selector.select(100);
        } else if (selector.selectNow() == 0) {
            LockSupport.parkNanos(50_000);
        }
    }
}
