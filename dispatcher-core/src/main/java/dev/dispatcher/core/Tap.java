/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static dev.dispatcher.core.ApiAnswers.checked;
import static dev.dispatcher.core.ApiAnswers.error;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.ApiAnswers.Wrong;
import dev.dispatcher.core.ApiRoute.Parameter;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.intake.Recent.News;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.rules.When;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Events as they are accepted, as server-sent events. Each reader looks into what is remembered with a thread of its own, so
 * that intake does nothing for it and its slowness is its own loss: what was forgotten meanwhile, it is told by number.
 */
final class Tap {

    /** Each takes one of the server's threads. */
    static final int MOST_READERS = 8;

    private static final int AT_ONCE = 500;
    private static final Duration LOOK = Duration.ofMillis(100);
    /** How often something is sent to a reader for whom there is nothing, to see whether it is still there. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final JacksonJson JSON = new JacksonJson();

    private final Recent recent;
    private final AtomicInteger readers = new AtomicInteger();

    Tap(Recent recent) {
        this.recent = recent;
    }

    ApiRoute route() {
        return ApiRoute.slow(
                        "GET",
                        "/api/tap",
                        Access.READ,
                        "Events as they are accepted, until the reader goes.",
                        checked(this::tap))
                .asking(
                        new Parameter(
                                "when", "string", "Conditions as in a rule, as YAML or JSON; all events by default."),
                        new Parameter("kind", "string", "Only those of this kind."),
                        new Parameter("sink", "string", "Only those that go to this sink."))
                .answering("text/event-stream")
                .orElse(400, 409, 503);
    }

    private Response tap(Request request) throws Wrong {
        if (!recent.on()) {
            return EventRoutes.off();
        }
        Predicate<Event> when = when(request.query("when"));
        String kind = request.query("kind");
        String sink = request.query("sink");
        if (readers.get() >= MOST_READERS) {
            return error(503, "there are " + MOST_READERS + " readers already");
        }
        long from = recent.end();
        Predicate<Remembered> wanted = remembered ->
                (kind == null || kind.equals(remembered.arrival().event().kind()))
                        && when.test(remembered.arrival().event())
                        && (sink == null || goesTo(remembered, sink));
        return new Response(
                200,
                Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store"),
                new Route.Stream(out -> write(out, from, wanted)));
    }

    private static boolean goesTo(Remembered remembered, String sink) {
        return remembered.deliveries().stream()
                .anyMatch(delivery -> delivery.sink().equals(sink));
    }

    private static Predicate<Event> when(@Nullable String text) throws Wrong {
        if (text == null || text.isBlank()) {
            return event -> true;
        }
        if (text.contains("${")) {
            // whoever may look on may not read the environment or files
            throw new Wrong("when: nothing is replaced here");
        }
        Mistakes mistakes = new Mistakes();
        Node node = YamlReader.read("when", text, new Substitution(name -> null, Path.of("")), mistakes);
        Predicate<Event> when = node == null ? event -> false : When.read(node, "", mistakes);
        if (mistakes.any()) {
            throw new Wrong(mistakes.sorted().get(0).toString());
        }
        return when;
    }

    private void write(OutputStream out, long from, Predicate<Remembered> wanted)
            throws IOException, InterruptedException {
        readers.incrementAndGet();
        try {
            out.write(": from now on\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            long at = from;
            long quietSince = System.nanoTime();
            while (true) {
                News news = recent.since(at, AT_ONCE);
                at = news.next();
                byte[] text = text(news, wanted);
                if (text.length > 0) {
                    out.write(text);
                    out.flush();
                    quietSince = System.nanoTime();
                } else if (System.nanoTime() - quietSince > SILENCE.toNanos()) {
                    out.write(": nothing yet\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    quietSince = System.nanoTime();
                }
                if (news.events().isEmpty()) {
                    Thread.sleep(LOOK.toMillis());
                } else if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            readers.decrementAndGet();
        }
    }

    private static byte[] text(News news, Predicate<Remembered> wanted) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        if (news.missed() > 0) {
            add(text, "missed", null, Map.of("missed", news.missed()));
        }
        for (Remembered event : news.events()) {
            if (wanted.test(event)) {
                add(text, "event", event.arrival().key(), EventView.brief(event));
            }
        }
        return text.toByteArray();
    }

    private static void add(ByteArrayOutputStream text, String type, @Nullable Long id, Map<String, ?> data) {
        text.writeBytes(("event: " + type + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: ")
                .getBytes(StandardCharsets.UTF_8));
        text.writeBytes(JSON.write(data));
        text.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    }

    int readers() {
        return readers.get();
    }
}
