/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** {@code dispatcher send}: an event by hand. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends one event to a running dispatcher and prints its id.",
        footer = {"", "Example:", "  dispatcher send --severity warning --field host=web-3 disk 91 %% full"})
final class SendCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "MESSAGE", description = "The message; standard input when there is none.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--kind", paramLabel = "URN", description = "What kind of event it is.")
    private @Nullable String kind;

    @Option(names = "--severity", description = "debug, info, notice, warning, error or critical.")
    private @Nullable String severity;

    @Option(names = "--source", paramLabel = "URN", description = "Where it comes from.")
    private @Nullable String source;

    @Option(
            names = "--field",
            paramLabel = "NAME=TEXT",
            description = "Another field; may be repeated. NAME:=JSON for a number, a list or the like: lag:=1200.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--path", defaultValue = "/events", description = "The portal's path. Default: ${DEFAULT-VALUE}.")
    private String path = "/events";

    @Mixin
    private Remote remote = new Remote();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        putIfThere(event, "kind", kind);
        putIfThere(event, "severity", severity);
        putIfThere(event, "source", source);
        fields.forEach((name, value) -> field(event, name, value));
        // last, since it may have to be typed
        event.put("message", message());
        Remote.Answer answer = remote.post(path, new JacksonJson().write(event));
        if (answer.status() != 202) {
            throw new Problem("not taken (" + answer.status() + "): " + answer.error());
        }
        if (!(answer.body().get("ids") instanceof List<?> ids) || ids.isEmpty()) {
            throw new Problem("taken, but the answer has no id; is " + path + " the path of a portal?");
        }
        spec.commandLine().getOut().println(ids.get(0));
        return 0;
    }

    private String message() throws IOException, Problem {
        String message = words.isEmpty()
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip()
                : String.join(" ", words);
        if (message.isEmpty()) {
            throw new Problem("no message: write one behind 'send', or to its standard input");
        }
        return message;
    }

    private static void putIfThere(Map<String, @Nullable Object> event, String name, @Nullable String value) {
        if (value != null) {
            event.put(name, value);
        }
    }

    private void field(Map<String, @Nullable Object> event, String name, String value) {
        if (!name.endsWith(":")) {
            event.put(name, value);
            return;
        }
        try {
            event.put(
                    name.substring(0, name.length() - 1),
                    new JacksonJson().read(value.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--field " + name + "= expects JSON such as 1200, true or [\"a\"], not '" + value + "'");
        }
    }
}
