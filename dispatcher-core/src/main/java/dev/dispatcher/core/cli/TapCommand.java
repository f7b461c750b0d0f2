/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dispatcher tap}: looks on. */
@Command(
        name = "tap",
        mixinStandardHelpOptions = true,
        description =
                "Prints events as a running dispatcher accepts them, from now on, until it stops or you do. It holds"
                        + " up nobody: what it could not follow is counted on standard error.",
        footer = {"", "Example:", "  dispatcher tap --sink event-log --for 1s"})
final class TapCommand implements Callable<Integer> {

    @Option(
            names = "--when",
            paramLabel = "CONDITIONS",
            description = "Only those that meet these, written as in a rule: '{severity: {at-least: error}}'.")
    private @Nullable String when;

    @Option(names = "--kind", paramLabel = "URN", description = "Only those of this kind.")
    private @Nullable String kind;

    @Option(names = "--sink", paramLabel = "NAME", description = "Only those that go to this sink.")
    private @Nullable String sink;

    @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
    private @Nullable Long count;

    @Option(names = "--for", paramLabel = "TIME", converter = Remote.Time.class, description = "End after this time.")
    private @Nullable Duration time;

    @Option(names = "--json", description = "Print each event, with where it goes, as one line of JSON.")
    private boolean asJson;

    @Mixin
    private Remote remote = new Remote();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        if (count != null && count < 1) {
            throw new ParameterException(spec.commandLine(), "--count expects a number from 1 on, not " + count);
        }
        AtomicBoolean over = new AtomicBoolean();
        try (InputStream stream = remote.stream("/api/tap" + query())) {
            if (time != null) {
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> end(stream, over));
            }
            if (!follow(new ServerSentEvents(stream)) && !over.get()) {
                throw new Problem(remote.where() + " ended the stream; did it stop?");
            }
        } catch (IOException e) {
            if (!over.get()) {
                throw new Problem(remote.where() + " is gone: " + e.getMessage());
            }
        }
        return 0;
    }

    private static void end(InputStream stream, AtomicBoolean over) {
        over.set(true);
        try {
            stream.close();
        } catch (IOException e) {
            // nothing more was wanted of it
        }
    }

    /** Whether nothing more is wanted; false when nothing more comes. */
    private boolean follow(ServerSentEvents events) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long left = count == null ? Long.MAX_VALUE : count;
        JacksonJson json = new JacksonJson();
        for (ServerSentEvents.One next = events.next(); next != null; next = events.next()) {
            if (!(json.read(next.data().getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> data)) {
                continue;
            }
            if (next.type().equals("missed")) {
                spec.commandLine().getErr().println("missed: " + data.get("missed"));
            } else if (next.type().equals("event")) {
                out.println(asJson ? next.data() : TapLine.of(data));
                left--;
            }
            // a pipe whose reader went is no reason to go on
            if (left == 0 || out.checkError()) {
                return true;
            }
        }
        return false;
    }

    private String query() {
        Map<String, @Nullable String> wanted = new LinkedHashMap<>();
        wanted.put("when", when);
        wanted.put("kind", kind);
        wanted.put("sink", sink);
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        wanted.forEach((name, value) -> {
            if (value != null) {
                query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return query.toString();
    }
}
