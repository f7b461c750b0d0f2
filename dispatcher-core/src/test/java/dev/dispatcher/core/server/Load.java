/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Senders that send all the time; the first request that is lost ends its sender with what went wrong. */
final class Load {

    interface Opens {
        RawClient open() throws IOException;
    }

    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopped;

    /** Sends so many requests by each connection, then takes a new one. The result is how many were answered. */
    CompletableFuture<Integer> run(Opens opens, int requests) {
        CompletableFuture<Integer> all = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            int count = 0;
            try {
                while (!stopped) {
                    try (RawClient client = opens.open()) {
                        for (int i = 0; i < requests && !stopped; i++) {
                            String body = "event " + count;
                            assertThat(client.send(TlsFixture.post("/echo", body))
                                            .answer()
                                            .body())
                                    .isEqualTo(body);
                            count++;
                            answered.incrementAndGet();
                        }
                    }
                }
                all.complete(count);
            } catch (IOException | RuntimeException | AssertionError e) {
                all.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return all;
    }

    void awaitMore(int number) {
        int before = answered.get();
        Awaitility.await().until(() -> answered.get() >= before + number);
    }

    void stop() {
        stopped = true;
    }
}
