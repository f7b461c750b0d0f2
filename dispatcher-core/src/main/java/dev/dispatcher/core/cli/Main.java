/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.logging.Logging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.RunLast;

/** {@code bin/dispatcher}. Exit codes: 0 done, 1 something is wrong and was said, 2 the command line was not understood. */
@Command(
        name = "dispatcher",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Takes events, asks a ruleset where they belong, and delivers them.",
        footer = {
            "",
            "Exit codes: 0 done, 1 something is wrong and was said, 2 the command line was not understood.",
            "",
            "Example:",
            "  dispatcher --version"
        })
public final class Main {

    static final int WRONG = 1;

    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("check", CheckCommand.class);
        COMMANDS.put("test", TestCommand.class);
        COMMANDS.put("explain", ExplainCommand.class);
        COMMANDS.put("send", SendCommand.class);
        COMMANDS.put("tap", TapCommand.class);
        COMMANDS.put("reload", ReloadCommand.class);
        COMMANDS.put("plugins", PluginsCommand.class);
        COMMANDS.put("adapter", AdapterCommand.class);
        COMMANDS.put("kapacitor", KapacitorCommand.class);
        COMMANDS.put("describe", DescribeCommand.class);
        COMMANDS.put("schema", SchemaCommand.class);
        COMMANDS.put("init", InitCommand.class);
        COMMANDS.put("reference", ReferenceCommand.class);
    }

    public static void main(String[] args) {
        CommandLine commandLine = commandLine(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                needed(args));
        commandLine.setExecutionStrategy(parsed -> {
            Integer help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
            Logging.start("text", Level.INFO);
            return new RunLast().execute(parsed);
        });
        System.exit(commandLine.execute(args));
    }

    /** All commands, with their output where the caller wants it. Touches neither logging nor the process. */
    public static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return commandLine(out, err, COMMANDS.keySet());
    }

    /** Reading the options of one command takes time that the others would take in vain. */
    private static Collection<String> needed(String[] args) {
        if (args.length == 0) {
            return COMMANDS.keySet();
        }
        if (args[0].equals("--version") || args[0].equals("-V")) {
            return List.of();
        }
        return COMMANDS.containsKey(args[0]) ? List.of(args[0]) : COMMANDS.keySet();
    }

    private static CommandLine commandLine(PrintWriter out, PrintWriter err, Collection<String> names) {
        CommandLine commandLine = new CommandLine(new Main());
        names.forEach(name -> commandLine.addSubcommand(name, COMMANDS.get(name)));
        return commandLine
                .setOut(out)
                .setErr(err)
                // a message that begins with @ is a message
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Failures::misunderstood)
                .setExecutionExceptionHandler(Failures::wrong);
    }
}
