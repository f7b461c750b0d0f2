/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do not keep the process alive: virtual ones from JDK 24 on, others before it, where a virtual thread that
 * waits inside {@code synchronized} (as any plugin's library may) would hold a carrier and so everybody else.
 */
public final class Threads {

    private static final @Nullable MethodHandle VIRTUAL = virtual();

    private static final int WITHOUT_PINNING = 24;

    private Threads() {}

    private static @Nullable MethodHandle virtual() {
        if (Runtime.version().feature() < WITHOUT_PINNING) {
            return null;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle start = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            MethodHandle named = MethodHandles.filterReturnValue(name, factory);
            MethodHandle fresh = start.asType(MethodType.methodType(builder));
            return MethodHandles.foldArguments(named, fresh);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a JDK without virtual threads", e);
        }
    }

    /** Names are {@code prefix} and a number from 0. */
    public static ThreadFactory factory(String prefix) {
        if (VIRTUAL != null) {
            try {
                return (ThreadFactory) VIRTUAL.invoke(prefix, 0L);
            } catch (Throwable e) {
                throw new IllegalStateException("virtual threads cannot be made", e);
            }
        }
        AtomicInteger number = new AtomicInteger();
        return task -> detached(task, prefix + number.getAndIncrement());
    }

    /**
     * A plugin may be on the stack when it is made: a thread inherits the context class loader, and the protection domains
     * of all callers, and would keep the plugin's classes for as long as it lives.
     */
    @SuppressWarnings("removal") // the only way to leave the callers' domains out, where the JDK still looks at them
    private static Thread detached(Runnable task, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(Threads.class.getClassLoader());
            return thread;
        });
    }

    /**
     * A new thread for each task, not pooled. The common pool is not ours: whoever blocks it, such as a plugin, would hold up
     * what must go on.
     */
    public static Executor each(String prefix) {
        ThreadFactory factory = factory(prefix);
        return task -> factory.newThread(task).start();
    }

    /** A thread per task: for tasks whose number is bounded elsewhere. */
    public static ExecutorService unbounded(String prefix) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                VIRTUAL == null ? 30 : 0,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory(prefix));
    }

    /** A thread per task where threads are virtual, else at most so many; more tasks wait. */
    public static ExecutorService bounded(String prefix, int most) {
        if (VIRTUAL != null) {
            return unbounded(prefix);
        }
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(prefix));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
