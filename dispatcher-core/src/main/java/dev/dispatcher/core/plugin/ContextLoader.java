/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import org.jspecify.annotations.Nullable;

/** Sets the calling thread's context class loader until it is closed; for try-with-resources on one thread. */
public final class ContextLoader implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final ClassLoader before;

    private ContextLoader(@Nullable ClassLoader loader) {
        before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
    }

    static ContextLoader of(ClassLoader loader) {
        return new ContextLoader(loader);
    }

    /** The one that a plugin had when it handed over what is called now; null leaves it to the JDK. */
    public static ContextLoader as(@Nullable ClassLoader loader) {
        return new ContextLoader(loader);
    }

    /**
     * The host's own, for host code that a plugin calls and that may start threads: a thread inherits the context class
     * loader and would keep the plugin's from going.
     */
    public static ContextLoader host() {
        return new ContextLoader(ContextLoader.class.getClassLoader());
    }

    @Override
    public void close() {
        thread.setContextClassLoader(before);
    }
}
