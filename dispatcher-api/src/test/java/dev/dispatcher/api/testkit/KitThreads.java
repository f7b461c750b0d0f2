/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The kit's own threads, told apart from those of the plugin under test by their names. */
final class KitThreads {

    static final String PREFIX = "testkit-";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private KitThreads() {}

    static ExecutorService pool(String name) {
        return Executors.newCachedThreadPool(work -> named(work, name));
    }

    /** Runs it in a thread of its own. */
    static <T> Task<T> run(Callable<T> work) {
        FutureTask<T> result = new FutureTask<>(work);
        Thread thread = named(result, "call");
        thread.start();
        return new Task<>(thread, result);
    }

    record Task<T>(Thread thread, FutureTask<T> result) {}

    private static Thread named(Runnable work, String name) {
        Thread thread = new Thread(work, PREFIX + name + "-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Every living thread that is neither the kit's nor the JDK's housekeeping. */
    static Set<Thread> foreign() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> !thread.getName().startsWith(PREFIX))
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .filter(thread -> thread.getThreadGroup() == null
                        || !thread.getThreadGroup().getName().equals("system"))
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(Collectors.toSet());
    }
}
