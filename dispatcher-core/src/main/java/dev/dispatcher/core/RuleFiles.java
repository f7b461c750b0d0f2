/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files with rules: {@code rules.yaml} first, then {@code rules.d/*.yaml} by name.
 *
 * @param files what is there: the label for messages, and the file
 * @param watched what a change of the rules can show in
 */
record RuleFiles(Map<String, Path> files, List<Path> watched) {

    static final String MAIN = "rules.yaml";
    static final String FOLDER = "rules.d";

    static RuleFiles in(Path conf) {
        Map<String, Path> files = new LinkedHashMap<>();
        Path main = conf.resolve(MAIN);
        if (Files.exists(main)) {
            files.put(MAIN, main);
        }
        Path folder = conf.resolve(FOLDER);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> found = Files.list(folder)) {
                found.filter(file -> isRules(file.getFileName().toString()))
                        .sorted()
                        .forEach(file -> files.put(FOLDER + "/" + file.getFileName(), file));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder, e);
            }
        }
        return new RuleFiles(files, List.of(main, folder));
    }

    private static boolean isRules(String name) {
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }
}
