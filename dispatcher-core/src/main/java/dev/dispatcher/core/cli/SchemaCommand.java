/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Reference;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatcher schema}: JSON Schema for editors. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description =
                "Prints the JSON Schema of dispatcher.yaml, for exactly the plugins installed, or of rules.yaml, for"
                        + " the sinks configured.",
        footer = {"", "Example:", "  dispatcher schema dispatcher"})
final class SchemaCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "dispatcher or rules.")
    private String file = "";

    @Mixin
    private Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Problem {
        try (Look look = new Look(places)) {
            Map<String, Object> schema = switch (file) {
                case "dispatcher" -> new Reference(look.catalog()).configurationSchema();
                case "rules" -> Reference.rulesSchema(look.sinkNames());
                default ->
                    throw new ParameterException(
                            spec.commandLine(),
                            "expected dispatcher or rules, not '" + file + "'"
                                    + Failures.didYouMean(file, List.of("dispatcher", "rules")));
            };
            spec.commandLine().getOut().println(new JacksonJson().pretty(schema));
        }
        return 0;
    }
}
