/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.Masking;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.rules.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatcher explain}: where an event would go by the files, or where one went, and why. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Tells for an event which rules apply, the first condition that fails in the others, and what goes where:"
                        + " for the ID of one that a running dispatcher took, with each attempt to deliver it, or for"
                        + " one in a file, by the rules that are on disk.",
        footer = {"", "Example:", "  dispatcher explain --event event.json"})
final class ExplainCommand implements Callable<Integer> {

    private static final Path STANDARD_INPUT = Path.of("-");

    @Mixin
    private Places places = new Places();

    @Mixin
    private Remote remote = new Remote();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "An event that a running dispatcher took and remembers; 'dispatcher send' prints such IDs.")
    private @Nullable String id;

    @Option(
            names = "--event",
            paramLabel = "FILE",
            description = "The event as JSON, several as an array; - is standard input.")
    private @Nullable Path file;

    @Option(
            names = "--json",
            description = "Print JSON: an object for an event in a file, an array for an array and for an ID.")
    private boolean asJson;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ConfigException, Problem {
        if ((id == null) == (file == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected the ID of an event, or --event FILE" + (id == null ? "" : ", not both"));
        }
        PrintWriter out = spec.commandLine().getOut();
        return file == null ? RemoteExplanation.print(String.valueOf(id), remote, asJson, out) : fromFile(out, file);
    }

    private int fromFile(PrintWriter out, Path file) throws IOException, ConfigException, Problem {
        byte[] body = file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : TextFiles.read(file);
        try (Look look = new Look(places)) {
            return explain(look.configuration(), body, file, out);
        }
    }

    private int explain(Configuration configuration, byte[] body, Path file, PrintWriter out) {
        Clock clock = Clock.systemUTC();
        Events.Reading reading = new EventReader(configuration.settings().events(), clock, new Ids(clock), Counts.NONE)
                .read(body, Events.Format.JSON);
        if (!reading.faults().isEmpty()) {
            reading.faults().forEach(fault -> tell(fault, file));
            return Main.WRONG;
        }
        List<Explanation> explanations = new ArrayList<>();
        for (Event event : reading.events()) {
            explanations.add(configuration.rules().explain(event, clock.instant()));
        }
        Masking masking = Masking.of(configuration.secrets());
        if (asJson) {
            List<@Nullable Object> all = new ArrayList<>();
            explanations.forEach(explanation -> all.add(masked(explanation.toMap(), masking)));
            out.println(new JacksonJson().pretty(isArray(body) ? all : all.get(0)));
        } else {
            explanations.forEach(explanation -> out.println(masking.mask(explanation.toString())));
        }
        return 0;
    }

    private void tell(Events.Fault fault, Path file) {
        String name = file.equals(STANDARD_INPUT) ? "standard input" : file.toString();
        String field = fault.field() == null ? "" : "field '" + fault.field() + "': ";
        spec.commandLine()
                .getErr()
                .println("dispatcher: " + name + ":" + fault.line() + ": " + field + fault.message());
    }

    /** Every text in plain values: masking JSON text would miss a secret with a quote in it, or break the JSON. */
    private static @Nullable Object masked(@Nullable Object value, Masking masking) {
        if (value instanceof String text) {
            return masking.mask(text);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(masking.mask(String.valueOf(key)), masked(inner, masking)));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(masked(inner, masking)));
            return copy;
        }
        return value;
    }

    private static boolean isArray(byte[] body) {
        return new String(body, StandardCharsets.UTF_8)
                .replace("\uFEFF", "")
                .stripLeading()
                .startsWith("[");
    }
}
