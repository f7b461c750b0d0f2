/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import dev.dispatcher.api.Http;
import dev.dispatcher.core.trace.Around;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Sends several requests side by side and waits for all of them. */
final class Together {

    private final Http http;
    private final ExecutorService threads;
    private final int most;

    Together(Http http, ExecutorService threads, int most) {
        this.http = http;
        this.threads = threads;
        this.most = most;
    }

    List<Http.Result> send(List<Http.Request> requests) throws InterruptedException {
        AtomicReferenceArray<Http.Result> results = new AtomicReferenceArray<>(requests.size());
        AtomicInteger next = new AtomicInteger();
        // the calling thread takes its share, so that a single request needs no other thread
        int helpers = Math.min(most, requests.size()) - 1;
        CountDownLatch ended = new CountDownLatch(Math.max(0, helpers));
        Around around = Around.current();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < helpers; i++) {
            running.add(threads.submit(() -> {
                Around.enter(around);
                try {
                    work(requests, results, next);
                } catch (InterruptedException e) {
                    // the caller was interrupted: it throws, and nobody looks at the results
                } finally {
                    Around.leave();
                    ended.countDown();
                }
            }));
        }
        try {
            work(requests, results, next);
            ended.await();
        } catch (InterruptedException e) {
            running.forEach(future -> future.cancel(true));
            throw e;
        }
        List<Http.Result> all = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            all.add(Objects.requireNonNull(results.get(i)));
        }
        return all;
    }

    private void work(List<Http.Request> requests, AtomicReferenceArray<Http.Result> results, AtomicInteger next)
            throws InterruptedException {
        for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
            try {
                results.set(i, new Http.Result(Optional.of(http.send(requests.get(i))), Optional.empty()));
            } catch (IOException e) {
                results.set(i, new Http.Result(Optional.empty(), Optional.of(e)));
            }
        }
    }
}
