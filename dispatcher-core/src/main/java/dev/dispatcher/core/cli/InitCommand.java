/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatcher init DIR}: a configuration to begin with. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Writes a commented configuration to begin with. Never overwrites a file.",
        footer = {"", "Example:", "  dispatcher init my-dispatcher"})
final class InitCommand implements Callable<Integer> {

    private static final List<String> FILES = List.of("dispatcher.yaml", "rules.yaml");

    @Parameters(paramLabel = "DIR", description = "Where to; made when it is not there.")
    private @Nullable Path directory;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Problem {
        Path target = directory == null ? Path.of("") : directory;
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new Problem(target + " is no folder");
        }
        for (String file : FILES) {
            if (Files.exists(target.resolve(file))) {
                throw new Problem(target.resolve(file) + " is there already; nothing was written");
            }
        }
        Files.createDirectories(target);
        for (String file : FILES) {
            try (InputStream template = InitCommand.class.getResourceAsStream("/dev/dispatcher/core/init/" + file)) {
                if (template == null) {
                    throw new IllegalStateException("no template for " + file);
                }
                Files.copy(template, target.resolve(file));
            }
        }
        spec.commandLine().getOut().println("written; next: dispatcher run --conf " + target);
        return 0;
    }
}
