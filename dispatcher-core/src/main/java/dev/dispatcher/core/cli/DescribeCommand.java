/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Reference;
import dev.dispatcher.core.Settings;
import dev.dispatcher.core.config.Describe;
import dev.dispatcher.core.config.Suggestion;
import dev.dispatcher.core.delivery.DeliveryOptions;
import dev.dispatcher.core.intake.IntakeOptions;
import dev.dispatcher.core.plugin.Catalog;
import java.io.IOException;
import java.util.List;
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

    private static final List<String> SUBJECTS = List.of("sink", "portal", "delivery", "intake", "dispatcher");

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
        try (Look look = new Look(places)) {
            Catalog catalog = look.catalog();
            spec.commandLine().getOut().print(text(what == null ? "" : what, new Reference(catalog), catalog));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private String text(String subject, Reference reference, Catalog catalog) throws Problem {
        if (type != null && !subject.equals("sink") && !subject.equals("portal")) {
            throw new Problem("a type stands behind 'sink' or 'portal' only: " + example(reference));
        }
        return switch (subject) {
            case "" ->
                types("portal", reference) + types("sink", reference) + "\nOptions of one: " + example(reference)
                        + "\n";
            case "delivery" -> "delivery, of every sink:\n" + Describe.text(DeliveryOptions.class);
            case "intake" -> "intake, of every portal:\n" + Describe.text(IntakeOptions.class);
            case "dispatcher" -> "dispatcher.yaml, beside portals and sinks:\n" + Describe.text(Settings.class);
            case "sink", "portal" ->
                type == null ? types(subject, reference) : options(subject, type, reference, catalog);
            default ->
                throw new Problem("expected " + String.join(", ", SUBJECTS) + ", not '" + subject + "'"
                        + Failures.didYouMean(subject, SUBJECTS));
        };
    }

    private static String types(String side, Reference reference) {
        return side + "s: " + String.join(", ", reference.options(side).keySet()) + "\n";
    }

    private static String example(Reference reference) {
        String type = reference.options("sink").keySet().stream()
                .reduce((first, last) -> last)
                .orElse("TYPE");
        return "dispatcher describe sink " + type;
    }

    private static String options(String side, String type, Reference reference, Catalog catalog) throws Problem {
        Class<? extends Record> options = reference.options(side).get(type);
        boolean sink = side.equals("sink");
        if (options == null) {
            throw new Problem(
                    sink ? catalog.unknownSink(type, Suggestion::of) : catalog.unknownPortal(type, Suggestion::of));
        }
        return side + " " + type + ":\n" + Describe.text(options)
                + (sink
                        ? "Every sink also has 'delivery': dispatcher describe delivery\n"
                        : "Every portal also has 'intake': dispatcher describe intake\n");
    }
}
