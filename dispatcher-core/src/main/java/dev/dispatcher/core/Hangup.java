/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** SIGHUP, where the JVM and the operating system have it. */
final class Hangup {

    private Hangup() {}

    /** By reflection: the class belongs to the JVM, not to Java, and may be missing. */
    static void on(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    new Thread(action, "reload-by-signal").start();
                    return null;
                }
                return method.getName().equals("hashCode")
                        ? System.identityHashCode(proxy)
                        : method.getName().equals("equals") ? proxy == arguments[0] : "SIGHUP";
            };
            Object proxy = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException | RuntimeException e) {
            org.slf4j.LoggerFactory.getLogger(Hangup.class).debug("no SIGHUP here: {}", e.toString());
        }
    }
}
