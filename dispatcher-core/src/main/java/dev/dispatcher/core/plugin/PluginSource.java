/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A JAR, or a folder of JARs, in a plugins folder. */
record PluginSource(Path file, Origin origin) {

    /** All of a plugins folder, sorted by name; nothing when it is absent. Hidden and other files are not plugins. */
    static List<PluginSource> in(@Nullable Path folder, Origin origin) throws IOException {
        List<PluginSource> found = new ArrayList<>();
        if (folder != null && Files.isDirectory(folder)) {
            for (Path file : list(folder)) {
                if (isJar(file) || Files.isDirectory(file)) {
                    found.add(new PluginSource(file, origin));
                }
            }
        }
        return found;
    }

    String name() {
        return String.valueOf(file.getFileName());
    }

    boolean folder() {
        return Files.isDirectory(file);
    }

    List<Path> jars() throws IOException {
        return folder() ? list(file).stream().filter(PluginSource::isJar).toList() : List.of(file);
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                if (!String.valueOf(file.getFileName()).startsWith(".")) {
                    files.add(file);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(files);
        return files;
    }

    private static boolean isJar(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".jar") && !Files.isDirectory(file);
    }
}
