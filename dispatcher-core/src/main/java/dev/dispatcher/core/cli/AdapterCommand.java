/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.core.ConfigurationLoader;
import dev.dispatcher.core.ConfigurationLoader.Loaded;
import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.adapter.Learning;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatcher adapter}: adapters for what other tools send. */
@Command(
        name = "adapter",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists adapters, tries one, or proposes a new one from samples.",
        footer = {"", "Example:", "  dispatcher adapter list"},
        subcommands = {AdapterCommand.Overview.class, AdapterCommand.Try.class, AdapterCommand.Learn.class})
final class AdapterCommand {

    /** What there is. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the adapters: built in, and your own in conf/adapters/.",
            footer = {"", "Example:", "  dispatcher adapter list"})
    static final class Overview implements Callable<Integer> {

        @Mixin
        private Places places = new Places();

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ConfigException, Problem {
            AdapterSet adapters = configured(places).adapters();
            PrintWriter out = spec.commandLine().getOut();
            for (String name : adapters.names()) {
                out.printf(
                        "%-16s %-10s %s%n",
                        name, adapters.verifies(name) ? "verified" : "", adapters.description(name));
            }
            out.flush();
            return 0;
        }
    }

    /** What becomes of a body. */
    @Command(
            name = "try",
            mixinStandardHelpOptions = true,
            description = "Shows the events that an adapter makes of a body. Nothing is verified, and nothing is sent.",
            footer = {"", "Example:", "  dispatcher adapter try alertmanager --body alert.json"})
    static final class Try implements Callable<Integer> {

        @Mixin
        private Places places = new Places();

        @Parameters(paramLabel = "NAME", description = "The adapter.")
        private String name = "";

        @Option(names = "--body", required = true, paramLabel = "FILE", description = "The body; - is standard input.")
        private @Nullable String file;

        @Option(
                names = "--header",
                paramLabel = "NAME: VALUE",
                description = "A header of the request; may be repeated.")
        private List<String> headers = new ArrayList<>();

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ConfigException, Problem {
            byte[] body = file == null || file.equals("-") ? System.in.readAllBytes() : TextFiles.read(Path.of(file));
            Configured configured = configured(places);
            Clock clock = Clock.systemUTC();
            EventReader events = new EventReader(configured.limits(), clock, new Ids(clock), Counts.NONE);
            Events.Reading reading;
            try {
                reading = configured
                        .adapters()
                        .tried(name, TriedRequest.of(body, headers), events)
                        .orElseThrow(() -> new Problem("there is no adapter '" + name + "'; there are "
                                + configured.adapters().names()));
            } catch (Adapter.Refusal e) {
                throw new Problem("refused with " + e.status() + ": " + e.getMessage());
            }
            PrintWriter out = spec.commandLine().getOut();
            for (Event event : reading.events()) {
                out.println(new JacksonJson().pretty(event.fields()));
                event.key().ifPresent(key -> out.println("# a repeat is known by: " + key));
            }
            reading.faults()
                    .forEach(fault -> out.println("# event " + fault.index() + " is refused: "
                            + (fault.field() == null ? "" : fault.field() + ": ") + fault.message()));
            out.println("# " + reading.events().size() + " event(s)");
            out.flush();
            return reading.faults().isEmpty() ? 0 : Main.WRONG;
        }
    }

    /** A new adapter. */
    @Command(
            name = "learn",
            mixinStandardHelpOptions = true,
            description = "Proposes an adapter from samples of what a tool sends; save it as conf/adapters/NAME.yaml.",
            footer = {"", "Example:", "  dispatcher adapter learn --name backup sample1.json sample2.json"})
    static final class Learn implements Callable<Integer> {

        @Option(names = "--name", paramLabel = "NAME", description = "The name of the tool. Default: mine.")
        private String name = "mine";

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "Samples: one body each, in JSON.")
        private List<Path> files = new ArrayList<>();

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, Problem {
            if (!name.matches("[a-z0-9][a-z0-9_-]*")) {
                throw new Problem("a name has lower-case letters, digits, hyphens and underscores, not '" + name + "'");
            }
            List<byte[]> samples = new ArrayList<>();
            for (Path path : files) {
                samples.add(TextFiles.read(path));
            }
            spec.commandLine().getOut().print(Learning.propose(name, samples));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private record Configured(AdapterSet adapters, Limits limits) {}

    /** What the configuration says; what is built in where there is none yet. */
    private static Configured configured(Places places) throws IOException, ConfigException, Problem {
        if (!Files.exists(places.home().conf().resolve("dispatcher.yaml"))) {
            return new Configured(AdapterSet.builtIn(), Limits.DEFAULTS);
        }
        try (ConfigurationLoader loader = new ConfigurationLoader(places.home(), System::getenv)) {
            Loaded loaded = loader.load();
            try {
                return new Configured(
                        loaded.configuration().adapters(),
                        loaded.configuration().settings().events());
            } finally {
                loaded.catalog().close();
            }
        }
    }

    AdapterCommand() {}
}
