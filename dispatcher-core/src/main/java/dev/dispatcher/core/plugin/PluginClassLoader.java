/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sees the JDK, {@code dev.dispatcher.api}, {@code org.slf4j} and the plugin's own JARs. Of the two packages between, the
 * host's are the only ones, also when a JAR has its own copy. Resources are the plugin's own only.
 */
final class PluginClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final AtomicLong COUNT = new AtomicLong();

    private final ClassLoader host;

    /**
     * @param name for stack traces; a number is added, so that two generations of one plugin can be told apart
     * @param host answers for the API and SLF4J
     */
    PluginClassLoader(String name, URL[] jars, ClassLoader host) {
        super(name + "#" + COUNT.incrementAndGet(), jars, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isHosts(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }

    private static boolean isHosts(String className) {
        return className.startsWith("dev.dispatcher.api.") || className.startsWith("org.slf4j.");
    }

    @Override
    public @Nullable URL getResource(String name) {
        return findResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return findResources(name);
    }

    /** Without the JDK's cache of open JARs, which would outlive this loader. */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        URL url = findResource(name);
        if (url == null) {
            return null;
        }
        try {
            var connection = url.openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        } catch (IOException e) {
            return null;
        }
    }
}
