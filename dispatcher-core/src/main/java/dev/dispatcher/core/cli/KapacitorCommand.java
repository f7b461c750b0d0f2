/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dispatcher kapacitor}: what a portal of the type kapacitor-alerts is asked for by hand. */
@Command(
        name = "kapacitor",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Takes over the tasks of kapacitor-alerts-api.",
        footer = {"", "Example:", "  dispatcher kapacitor import --check"},
        subcommands = KapacitorCommand.Import.class)
final class KapacitorCommand {

    /** Asks a running dispatcher, whose store and Kapacitor they are. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Makes a running dispatcher take over the tasks that kapacitor-alerts-api left in its database and in"
                            + " Kapacitor, and prints what was taken and what was not. Removes nothing; may be repeated.",
            footer = {"", "Example:", "  dispatcher kapacitor import --check"})
    static final class Import implements Callable<Integer> {

        @Mixin
        private Remote remote = new Remote();

        @Option(names = "--check", description = "Only say what would be taken.")
        private boolean check;

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, InterruptedException, Problem {
            Remote.Answer answer = remote.post("/tasks/import?check=" + check, new byte[0]);
            if (answer.status() == 404) {
                throw new Problem(remote.where() + " has no portal of the type kapacitor-alerts");
            }
            if (answer.status() != 200) {
                throw new Problem("refused (" + answer.status() + "): " + answer.error());
            }
            PrintWriter out = spec.commandLine().getOut();
            List<?> taken = list(answer, "taken");
            List<?> skipped = list(answer, "skipped");
            taken.forEach(line -> out.println("taken    " + text(line, "id") + "  from " + text(line, "from")));
            skipped.forEach(line -> out.println(
                    "skipped  " + text(line, "id") + "  from " + text(line, "from") + ": " + text(line, "why")));
            out.println(taken.size() + (check ? " would be taken, " : " taken, ")
                    + answer.body().get("known") + " known already, " + skipped.size() + " skipped");
            return 0;
        }

        private static List<?> list(Remote.Answer answer, String field) {
            return answer.body().get(field) instanceof List<?> found ? found : List.of();
        }

        private static String text(Object line, String field) {
            return line instanceof Map<?, ?> map ? String.valueOf(map.get(field)) : "";
        }
    }
}
