/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A plugin as a user of the SDK makes it: compiled against the archive's API JAR, packed with a services line. */
final class SamplePlugin {

    private SamplePlugin() {}

    /** {@code type: shout}: appends each message, in capitals, to {@code file}. */
    static Path shout(Path plugins) throws IOException {
        Path work = Files.createTempDirectory(plugins.getParent(), "shout");
        Path source = work.resolve("ShoutFactory.java");
        Files.writeString(source, """
                package com.example;
                import dev.dispatcher.api.*;
                import java.nio.file.*;
                import java.util.Locale;
                public final class ShoutFactory implements SinkFactory<ShoutFactory.Options> {
                  public record Options(@Option("Where to shout.") Path file) {}
                  public String type() { return "shout"; }
                  public Class<Options> options() { return Options.class; }
                  public Sink create(Options options, PluginContext context) {
                    return batch -> {
                      for (Event event : batch) {
                        Files.writeString(options.file(), event.message().toUpperCase(Locale.ROOT) + "\\n",
                            StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                      }
                    };
                  }
                }
                """);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int code = compiler.run(
                null, null, null, "-d", work.toString(), "-proc:none", "-cp", classPath(), source.toString());
        if (code != 0) {
            throw new IllegalStateException("the sample plugin does not compile");
        }
        Path jar = plugins.resolve("shout.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out)) {
            for (String name : List.of("com/example/ShoutFactory.class", "com/example/ShoutFactory$Options.class")) {
                packed.putNextEntry(new JarEntry(name));
                packed.write(Files.readAllBytes(work.resolve(name)));
            }
            packed.putNextEntry(new JarEntry("META-INF/services/dev.dispatcher.api.SinkFactory"));
            packed.write("com.example.ShoutFactory\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(Archive.HOME.resolve("sdk"))) {
            return String.join(
                    java.io.File.pathSeparator,
                    jars.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .toList());
        }
    }
}
