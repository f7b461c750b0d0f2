/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.Reference;
import dev.dispatcher.core.Settings;
import dev.dispatcher.core.config.Describe;
import dev.dispatcher.core.config.Suggestion;
import dev.dispatcher.core.delivery.DeliveryOptions;
import dev.dispatcher.core.intake.IntakeOptions;
import dev.dispatcher.core.plugin.Catalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatcher describe}: what can be written into {@code dispatcher.yaml}. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description =
                "Prints the options of a sink or portal type, or of the dispatcher itself; without arguments, all types.",
        footer = {"", "Example:", "  dispatcher describe sink webhook"})
final class DescribeCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WHAT",
            description = "sink, portal, delivery, intake or dispatcher.")
    private @Nullable String what;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TYPE", description = "The type, behind sink or portal.")
    private @Nullable String type;

    @Mixin
    private Places places = new Places();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Problem {
        PrintWriter out = spec.commandLine().getOut();
        try (ConfigurationLoader loader = new ConfigurationLoader(places.home(), System::getenv);
                Catalog catalog = loader.catalog()) {
            Reference reference = new Reference(catalog);
            switch (what == null ? "" : what) {
                case "" -> {
                    types(out, "portal", reference);
                    types(out, "sink", reference);
                    out.println("\nOptions of one: dispatcher describe sink webhook");
                }
                case "delivery" -> out.print("delivery, of every sink:\n" + Describe.text(DeliveryOptions.class));
                case "intake" -> out.print("intake, of every portal:\n" + Describe.text(IntakeOptions.class));
                case "dispatcher" ->
                    out.print("dispatcher.yaml, beside portals and sinks:\n" + Describe.text(Settings.class));
                case "sink", "portal" -> describe(out, reference, catalog);
                default ->
                    throw new Problem("expected sink, portal, delivery, intake or dispatcher, not '" + what + "'");
            }
        }
        out.flush();
        return 0;
    }

    private static void types(PrintWriter out, String side, Reference reference) {
        out.println(side + "s: " + String.join(", ", reference.options(side).keySet()));
    }

    private void describe(PrintWriter out, Reference reference, Catalog catalog) throws Problem {
        boolean sink = "sink".equals(what);
        Map<String, Class<? extends Record>> known = reference.options(sink ? "sink" : "portal");
        if (type == null) {
            types(out, sink ? "sink" : "portal", reference);
            return;
        }
        Class<? extends Record> options = known.get(type);
        if (options == null) {
            throw new Problem(
                    sink ? catalog.unknownSink(type, Suggestion::of) : catalog.unknownPortal(type, Suggestion::of));
        }
        out.print(what + " " + type + ":\n" + Describe.text(options));
        out.println(
                sink
                        ? "Every sink also has 'delivery': dispatcher describe delivery"
                        : "Every portal also has 'intake': dispatcher describe intake");
    }
}
