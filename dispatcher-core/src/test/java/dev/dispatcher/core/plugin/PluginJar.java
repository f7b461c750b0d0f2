/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.slf4j.Logger;

/** A plugin's JAR, compiled from sources in a test. It is compiled with the API and SLF4J only, as a plugin is. */
public final class PluginJar {

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Manifest manifest = new Manifest();
    private final List<Path> libraries = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private boolean withoutApi;

    public PluginJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** A JAR with one sink, whose factory {@code demo.Factory} is listed. */
    static PluginJar sink(String type, String deliver) {
        return new PluginJar()
                .source("demo.Factory", factory("demo", "Factory", type, deliver))
                .sinks("demo.Factory");
    }

    /** A sink factory; {@code deliver} is the body of the sink's method and may use {@code context} and {@code batch}. */
    static String factory(String pkg, String name, String type, String deliver) {
        return """
                package %s;
                import dev.dispatcher.api.*;
                import java.util.*;
                public class %s implements SinkFactory<%s.Options> {
                    public record Options() {}
                    public String type() { return "%s"; }
                    public Class<Options> options() { return Options.class; }
                    public Sink create(Options options, PluginContext context) throws Exception {
                        return batch -> { %s };
                    }
                }
                """.formatted(pkg, name, name, type, deliver);
    }

    public PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    public PluginJar sinks(String... lines) {
        return entry("META-INF/services/" + SinkFactory.class.getName(), String.join("\n", lines));
    }

    public PluginJar portals(String... lines) {
        return entry("META-INF/services/" + PortalFactory.class.getName(), String.join("\n", lines));
    }

    public PluginJar entry(String name, String content) {
        entries.put(name, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    PluginJar manifest(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /** Compiles against this JAR first, without putting it in. */
    PluginJar against(Path library) {
        libraries.add(library);
        return this;
    }

    /** Compiles without the real API; the sources or {@link #against} have one of their own. */
    PluginJar withoutApi() {
        withoutApi = true;
        return this;
    }

    /** Leaves a class out of the JAR after compiling. */
    PluginJar drop(String className) {
        dropped.add(className.replace('.', '/') + ".class");
        return this;
    }

    public Path write(Path file) throws IOException {
        Path classes = Files.createTempDirectory("classes");
        compile(classes);
        Files.createDirectories(file.getParent());
        Map<String, byte[]> all = new TreeMap<>(entries);
        try (Stream<Path> compiled = Files.walk(classes)) {
            for (Path each : compiled.filter(Files::isRegularFile).toList()) {
                all.put(classes.relativize(each).toString().replace(File.separatorChar, '/'), Files.readAllBytes(each));
            }
        }
        all.keySet().removeAll(dropped);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> each : all.entrySet()) {
                jar.putNextEntry(new JarEntry(each.getKey()));
                jar.write(each.getValue());
                jar.closeEntry();
            }
        }
        WorkDirectory.delete(classes);
        return file;
    }

    private void compile(Path classes) {
        if (sources.isEmpty()) {
            return;
        }
        List<Path> path = new ArrayList<>(libraries);
        if (!withoutApi) {
            path.add(locationOf(Event.class));
        }
        path.add(locationOf(Logger.class));
        String classPath = path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        java.io.StringWriter messages = new java.io.StringWriter();
        boolean good = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", classPath, "-proc:none", "--release", "17"),
                        null,
                        units)
                .call();
        if (!good) {
            throw new IllegalArgumentException(messages.toString());
        }
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
