/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.logging.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bin/dispatcher}. Exit codes: 0 done, 1 something is wrong and was said, 2 the command line was not understood. */
@Command(
        name = "dispatcher",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Takes events, asks a ruleset where they belong, and delivers them.",
        footer = {"", "Example:", "  dispatcher check"},
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            TestCommand.class,
            ExplainCommand.class,
            SendCommand.class,
            ReloadCommand.class,
            PluginsCommand.class,
            AdapterCommand.class,
            DescribeCommand.class,
            SchemaCommand.class,
            InitCommand.class,
            ReferenceCommand.class
        })
public final class Main {

    static final int WRONG = 1;

    public static void main(String[] args) {
        Logging.start("text", Level.INFO);
        System.exit(commandLine(new PrintWriter(System.out, true, StandardCharsets.UTF_8), err())
                .execute(args));
    }

    /** For tests: the same, with its output elsewhere. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Main::tell);
    }

    private static PrintWriter err() {
        return new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    }

    private static int tell(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
        PrintWriter err = commandLine.getErr();
        if (e instanceof ConfigException wrong) {
            for (Mistake mistake : wrong.mistakes()) {
                err.println(mistake);
            }
        } else if (e instanceof Problem || e instanceof IOException) {
            err.println("dispatcher: " + e.getMessage());
        } else {
            throw e;
        }
        err.flush();
        return WRONG;
    }
}
