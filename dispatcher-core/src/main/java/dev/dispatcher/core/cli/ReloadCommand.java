/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        footer = {"", "Example:", "  dispatcher reload --url http://127.0.0.1:8080"})
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private Remote remote = new Remote();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        HttpResponse<String> answer = remote.ask("/api/reload", "", "application/json", Duration.ofMinutes(2));
        Object read;
        try {
            read = new JacksonJson().read(answer.body().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Problem("answered " + answer.statusCode() + ", but not as a dispatcher does");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (answer.statusCode() == 200) {
            List<?> changes = list(read, "changes");
            out.println(changes.isEmpty() ? "reloaded, nothing changed" : "reloaded");
            changes.forEach(change -> out.println("  " + change));
            list(read, "warnings").forEach(warning -> err.println("warning: " + warning));
            return 0;
        }
        List<?> mistakes = list(read, "mistakes");
        if (mistakes.isEmpty()) {
            throw new Problem(
                    "refused: " + answer.statusCode() + " " + answer.body().strip());
        }
        mistakes.forEach(mistake -> err.println(mistake instanceof Map<?, ?> map ? map.get("text") : mistake));
        err.println("refused; the configuration before it stays in force");
        return Main.WRONG;
    }

    private static List<?> list(@org.jspecify.annotations.Nullable Object answer, String field) {
        return answer instanceof Map<?, ?> map && map.get(field) instanceof List<?> found ? found : List.of();
    }
}
