/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.rules.Explanation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dispatcher explain}: where an event would go, and why. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Tells for an event which rules apply, the first condition that fails in the others, and what goes where.",
        footer = {"", "Example:", "  dispatcher explain --event event.json"})
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private Places places = new Places();

    @Option(
            names = "--event",
            required = true,
            paramLabel = "FILE",
            description = "The event as JSON, several as an array; - is standard input.")
    private @Nullable String file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean asJson;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ConfigException, Problem {
        byte[] body =
                file == null || file.equals("-") ? SendCommand.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        try (ConfigurationLoader loader = new ConfigurationLoader(places.home(), System::getenv)) {
            Loaded loaded = loader.load();
            try {
                explain(loaded, body);
            } finally {
                loaded.catalog().close();
            }
        }
        return 0;
    }

    private void explain(Loaded loaded, byte[] body) throws Problem {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        Events.Reading reading = new EventReader(
                        loaded.configuration().settings().events(), clock, new Ids(clock), Counts.NONE)
                .read(body, Events.Format.JSON);
        for (Events.Fault fault : reading.faults()) {
            throw new Problem((fault.index() < 0 ? "" : "event " + fault.index() + ", ") + "line " + fault.line() + ": "
                    + fault.message());
        }
        for (Event event : reading.events()) {
            Explanation explanation = loaded.configuration().rules().explain(event, clock.instant());
            out.println(asJson ? new JacksonJson().pretty(explanation.toMap()) : explanation.toString());
        }
        out.flush();
    }
}
