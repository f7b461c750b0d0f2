/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dispatcher send}: an event by hand. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Sends one event to a running dispatcher and prints its id.",
        footer = {"", "Example:", "  dispatcher send --severity warning --field host=web-3 disk 91 % full"})
final class SendCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "MESSAGE", description = "The message; standard input when there is none.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--kind", paramLabel = "URN", description = "What kind of event it is.")
    private @Nullable String kind;

    @Option(names = "--severity", description = "debug, info, notice, warning, error or critical.")
    private @Nullable String severity;

    @Option(names = "--source", paramLabel = "URN", description = "Where it comes from.")
    private @Nullable String source;

    @Option(names = "--field", paramLabel = "NAME=VALUE", description = "Another field; may be repeated.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--path", defaultValue = "/events", description = "The portal's path. Default: ${DEFAULT-VALUE}.")
    private String path = "/events";

    @Mixin
    private Remote remote = new Remote();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Where a message comes from that is not in the arguments. */
    static InputStream in = System.in;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        String message = words.isEmpty()
                ? new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()
                : String.join(" ", words);
        if (message.isEmpty()) {
            throw new Problem("no message: write one behind 'send', or to its standard input");
        }
        event.put("message", message);
        putIfThere(event, "kind", kind);
        putIfThere(event, "severity", severity);
        putIfThere(event, "source", source);
        event.putAll(fields);
        String body = new String(new JacksonJson().write(event), StandardCharsets.UTF_8);
        HttpResponse<String> answer = remote.ask(path, body, "application/json", Duration.ofSeconds(30));
        if (answer.statusCode() != 202) {
            throw new Problem(
                    "not taken: " + answer.statusCode() + " " + answer.body().strip());
        }
        Object read = new JacksonJson().read(answer.body().getBytes(StandardCharsets.UTF_8));
        Object ids = read instanceof Map<?, ?> map ? map.get("ids") : null;
        spec.commandLine()
                .getOut()
                .println(ids instanceof List<?> list && !list.isEmpty() ? list.get(0) : answer.body());
        return 0;
    }

    private static void putIfThere(Map<String, @Nullable Object> event, String name, @Nullable String value) {
        if (value != null) {
            event.put(name, value);
        }
    }
}
