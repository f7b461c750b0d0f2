/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dispatcher reference}: the reference pages of the documentation. */
@Command(
        name = "reference",
        mixinStandardHelpOptions = true,
        description = "Writes the reference pages for the installed plugins, as Markdown.",
        footer = {"", "Example:", "  dispatcher reference --write reference"})
final class ReferenceCommand implements Callable<Integer> {

    @Mixin
    private Places places = new Places();

    @Option(names = "--write", paramLabel = "DIR", description = "Write them there instead of printing them.")
    private @Nullable Path directory;

    @Option(
            names = "--check",
            paramLabel = "DIR",
            description = "Compare with what stands there; exit code 1 when it is old.")
    private @Nullable Path compared;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Problem {
        for (Map.Entry<String, String> page : pages().entrySet()) {
            if (compared != null) {
                check(compared.resolve(page.getKey()), page.getValue());
            } else if (directory != null) {
                TextFiles.write(directory.resolve(page.getKey()), page.getValue());
            } else {
                spec.commandLine().getOut().print(page.getValue());
            }
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Map<String, String> pages() throws IOException, Problem {
        try (Look look = new Look(places)) {
            Map<String, String> pages = new LinkedHashMap<>(new Reference(look.catalog()).pages());
            pages.put("cli.md", CommandPage.markdown());
            return pages;
        }
    }

    private static void check(Path file, String current) throws IOException, Problem {
        if (!Files.exists(file) || !Files.readString(file).equals(current)) {
            throw new Problem(file + " is not what the code says; write it anew with --write");
        }
    }
}
