/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.Reference;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.plugin.Catalog;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatcher schema}: JSON Schema for editors. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints the JSON Schema of dispatcher.yaml or rules.yaml, for exactly the plugins installed.",
        footer = {"", "Example:", "  dispatcher schema dispatcher"})
final class SchemaCommand implements Callable<Integer> {

    /** Which file. */
    enum File {
        DISPATCHER,
        RULES
    }

    @Parameters(paramLabel = "FILE", description = "dispatcher or rules.")
    private File file = File.DISPATCHER;

    @Mixin
    private Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (ConfigurationLoader loader = new ConfigurationLoader(places.home(), System::getenv);
                Catalog catalog = loader.catalog()) {
            Object schema = file == File.RULES
                    ? Reference.rulesSchema(List.of())
                    : new Reference(catalog).configurationSchema();
            spec.commandLine().getOut().println(new JacksonJson().pretty(schema));
        }
        return 0;
    }
}
