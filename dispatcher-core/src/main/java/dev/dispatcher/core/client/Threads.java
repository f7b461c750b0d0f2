/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for blocking calls: virtual ones where the running JDK has them without pinning, else a pool. */
final class Threads {

    private static final int WITHOUT_PINNING = 24;

    private Threads() {}

    static ExecutorService blocking() {
        if (Runtime.version().feature() >= WITHOUT_PINNING) {
            try {
                MethodHandle make = MethodHandles.publicLookup()
                        .findStatic(
                                Executors.class,
                                "newVirtualThreadPerTaskExecutor",
                                MethodType.methodType(ExecutorService.class));
                return (ExecutorService) make.invoke();
            } catch (Throwable e) {
                // falls through: a pool does the same with more memory
            }
        }
        AtomicInteger count = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> detached(work, "http-client-" + count.incrementAndGet()));
    }

    /**
     * A plugin is on the stack when it is made: a thread inherits the context class loader, and the protection domains of
     * all callers, and would keep the plugin's classes for as long as it lives.
     */
    @SuppressWarnings("removal") // the only way to leave the callers' domains out, where the JDK still looks at them
    private static Thread detached(Runnable work, String name) {
        return java.security.AccessController.doPrivileged((java.security.PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        });
    }
}
