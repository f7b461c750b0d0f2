/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files with the user's adapters: {@code adapters/NAME.yaml}.
 *
 * @param files by the adapter's name
 * @param folder need not exist
 */
record AdapterFiles(Map<String, Path> files, Path folder) {

    static final String FOLDER = "adapters";
    private static final String ENDING = ".yaml";

    static AdapterFiles in(Path conf) {
        Map<String, Path> files = new TreeMap<>();
        Path folder = conf.resolve(FOLDER);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.list(folder)) {
                found.forEach(file -> {
                    String name = file.getFileName().toString();
                    if (name.endsWith(ENDING) && !name.startsWith(".")) {
                        files.put(name.substring(0, name.length() - ENDING.length()), file);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder, e);
            }
        }
        return new AdapterFiles(files, folder);
    }

    /** As in messages. */
    static String label(@Nullable Path file) {
        return FOLDER + "/" + (file == null ? "" : file.getFileName());
    }
}
