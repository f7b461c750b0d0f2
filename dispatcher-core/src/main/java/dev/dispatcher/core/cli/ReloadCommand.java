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
import picocli.CommandLine.Spec;

/** {@code dispatcher reload}: asks a running dispatcher to read everything again, and waits for the result. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description =
                "Makes a running dispatcher read its configuration and plugins again, and prints what changed or is wrong.",
        footer = {"", "Example:", "  dispatcher reload"})
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private Remote remote = new Remote();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Remote.Answer answer = remote.post("/api/reload", new byte[0]);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (answer.status() == 200) {
            List<?> changes = list(answer, "changes");
            out.println(changes.isEmpty() ? "reloaded, nothing changed" : "reloaded");
            changes.forEach(change -> out.println("  " + change));
            list(answer, "warnings").forEach(warning -> err.println("warning: " + warning));
            return 0;
        }
        List<?> mistakes = list(answer, "mistakes");
        if (mistakes.isEmpty()) {
            throw new Problem("refused (" + answer.status() + "): " + answer.error());
        }
        mistakes.forEach(mistake -> err.println(mistake instanceof Map<?, ?> map ? map.get("text") : mistake));
        err.println("dispatcher: refused; the configuration before it stays in force");
        return Main.WRONG;
    }

    private static List<?> list(Remote.Answer answer, String field) {
        return answer.body().get(field) instanceof List<?> found ? found : List.of();
    }
}
