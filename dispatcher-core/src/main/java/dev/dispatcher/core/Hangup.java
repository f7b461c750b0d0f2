/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, where the JVM and the operating system have it: by reflection, since the classes belong to the JVM, not to Java.
 */
final class Hangup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private final Runnable action;
    private @Nullable Object before;

    private Hangup(Runnable action) {
        this.action = action;
    }

    /** Does it at each SIGHUP, on a thread of its own, until it is closed. */
    static Hangup on(Runnable action) {
        Hangup hangup = new Hangup(action);
        try {
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            hangup.before = hangup.handle(
                    Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {type}, hangup.handler()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("no SIGHUP here: {}", e.toString());
        }
        return hangup;
    }

    private InvocationHandler handler() {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                Thread thread = new Thread(action, "reload-by-signal");
                thread.setDaemon(true);
                thread.start();
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "SIGHUP";
        };
    }

    private @Nullable Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Method handle = signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"));
        return handle.invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handler);
    }

    /** As it was before. */
    @Override
    public void close() {
        Object handler = before;
        before = null;
        if (handler == null) {
            return;
        }
        try {
            handle(handler);
        } catch (InvocationTargetException e) {
            LOG.debug("SIGHUP cannot be given back: {}", String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("SIGHUP cannot be given back: {}", e.toString());
        }
    }
}
