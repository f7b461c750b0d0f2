/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The reference page of the command line: what {@code --help} prints for each command. */
final class CommandPage {

    private static final int WIDTH = 100;

    private CommandPage() {}

    static String markdown() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandLine top = Main.commandLine(nowhere, nowhere);
        StringBuilder page = new StringBuilder(
                "<!-- Made from the code by 'dispatcher reference'; the build checks that it is current. -->\n\n"
                        + "# Command line\n\nWhat `--help` prints for each command.\n\n");
        section(page, top);
        top.getSubcommands().values().forEach(command -> section(page, command));
        return page.toString().stripTrailing() + "\n";
    }

    private static void section(StringBuilder page, CommandLine command) {
        String usage = command.setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(WIDTH)
                .getUsageMessage(Ansi.OFF)
                .replaceAll("[ \\t\\r]+(?=\\n)", "")
                .stripTrailing();
        page.append("## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
        page.append(usage).append("\n```\n\n");
    }
}
