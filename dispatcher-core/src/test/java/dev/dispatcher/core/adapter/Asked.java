/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.template.Templates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Requests, samples, and adapters of one file, for tests. */
final class Asked {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private Asked() {}

    static Route.Request request(byte[] body, String... headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
        }
        return new Route.Request() {
            @Override
            public String method() {
                return "POST";
            }

            @Override
            public String path() {
                return "/webhooks/x";
            }

            @Override
            public String pathValue(String name) {
                return "x";
            }

            @Override
            public String query(String name) {
                return null;
            }

            @Override
            public String header(String name) {
                List<String> values = all.get(name.toLowerCase(Locale.ROOT));
                return values == null ? null : values.get(0);
            }

            @Override
            public Map<String, List<String>> headers() {
                return all;
            }

            @Override
            public byte[] body() {
                return body;
            }

            @Override
            public InetSocketAddress sender() {
                return InetSocketAddress.createUnresolved("sender", 1);
            }
        };
    }

    static Route.Request request(String body, String... headers) {
        return request(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static EventReader events(Limits limits, AtomicInteger refused) {
        return new EventReader(limits, CLOCK, new Ids(CLOCK), refused::addAndGet);
    }

    static EventReader events() {
        return events(Limits.DEFAULTS, new AtomicInteger());
    }

    static Adapter builtIn(String name) {
        return AdapterSet.builtIn().find(name, events(), CLOCK, new Replays()).orElseThrow();
    }

    /** What the one file says, with this environment. */
    static AdapterSet set(Mistakes mistakes, Map<String, String> env, String name, String yaml) {
        String file = "adapters/" + name + ".yaml";
        Node node = YamlReader.read(file, yaml, new Substitution(env::get, Path.of("")), mistakes);
        Templates templates = new Templates(failure -> {});
        BindContext context = new BindContext(file, mistakes, templates::compile, Path.of(""), secret -> {});
        return AdapterSet.read(node == null ? Map.of() : Map.of(name, node), "", any -> context);
    }

    static Adapter own(String yaml) {
        return own(yaml, Limits.DEFAULTS);
    }

    static Adapter own(String yaml, Limits limits) {
        Mistakes mistakes = new Mistakes();
        AdapterSet set = set(mistakes, Map.of(), "mine", yaml);
        if (mistakes.any()) {
            throw new IllegalArgumentException(mistakes.sorted().toString());
        }
        return set.find("mine", events(limits, new AtomicInteger()), CLOCK, new Replays())
                .orElseThrow();
    }

    static List<String> mistakes(String yaml) {
        Mistakes mistakes = new Mistakes();
        set(mistakes, Map.of(), "mine", yaml);
        return mistakes.sorted().stream().map(Mistake::toString).toList();
    }

    static List<Event> read(Adapter adapter, String body, String... headers) throws Adapter.Refusal {
        return adapter.read(request(body, headers)).events();
    }

    static String sample(String name) {
        try (InputStream in = Asked.class.getResourceAsStream(name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All samples of one adapter by file name, in order. */
    static Map<String, String> samples(String adapter) {
        Map<String, String> samples = new TreeMap<>();
        try (Stream<Path> files =
                Files.list(Path.of(Asked.class.getResource(adapter).toURI()))) {
            for (Path file : files.toList()) {
                samples.put(file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return samples;
    }
}
