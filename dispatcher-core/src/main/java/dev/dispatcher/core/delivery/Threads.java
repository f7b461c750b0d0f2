/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads that do not keep the process alive: virtual ones where the running JDK has them, others where not. */
public final class Threads {

    private static final @Nullable MethodHandle VIRTUAL = virtual();

    private Threads() {}

    private static @Nullable MethodHandle virtual() {
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
            // before 21: they are not there, or only as a preview
            return null;
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
        return task -> {
            Thread thread = new Thread(task, prefix + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}
