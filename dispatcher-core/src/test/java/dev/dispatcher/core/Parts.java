/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A sink and a portal whose every step a test can see and disturb. */
final class Parts {

    /** What a sink does with a batch. */
    interface Behaviour {
        void deliver(List<Event> batch) throws Exception;
    }

    /** One instance of the sink {@code probe}. */
    static final class Probe {
        final String name;
        final ProbeFactory.Options options;
        final List<Event> delivered = Collections.synchronizedList(new ArrayList<>());
        volatile boolean closed;

        Probe(String name, ProbeFactory.Options options) {
            this.name = name;
            this.options = options;
        }
    }

    final List<Probe> sinks = new CopyOnWriteArrayList<>();
    /** What the instance of this name was lent last. */
    final Map<String, PluginContext> contexts = new ConcurrentHashMap<>();

    final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    /** All that arrived, by sink name, whatever instance took it. */
    final Map<String, List<Event>> arrived = new ConcurrentHashMap<>();

    final List<String> openPortals = new CopyOnWriteArrayList<>();
    /** Requests with the header {@code hold} wait for it. */
    final CountDownLatch held = new CountDownLatch(1);

    final CountDownLatch release = new CountDownLatch(1);

    List<Event> arrived(String sink) {
        return arrived.computeIfAbsent(sink, unused -> Collections.synchronizedList(new ArrayList<>()));
    }

    List<String> messages(String sink) {
        List<Event> all = arrived(sink);
        synchronized (all) {
            return all.stream().map(Event::message).toList();
        }
    }

    List<Probe> probes(String name) {
        return sinks.stream().filter(probe -> probe.name.equals(name)).toList();
    }

    Probe probe(String name) {
        List<Probe> all = probes(name);
        return all.get(all.size() - 1);
    }

    List<SinkFactory<?>> sinkFactories() {
        return List.of(new ProbeFactory(this));
    }

    List<PortalFactory<?>> portalFactories() {
        return List.of(new GateFactory(this));
    }

    /** {@code type: probe}. */
    public static final class ProbeFactory implements SinkFactory<ProbeFactory.Options> {

        public record Options(
                @Option("Any text.") Optional<String> note,
                @Option("Any secret.") Optional<Secret> secret,
                @Option("Rendered for each event.") Optional<Template> text,
                @Option("What creating fails with.") Optional<String> failure) {}

        private final Parts parts;

        ProbeFactory(Parts parts) {
            this.parts = parts;
        }

        @Override
        public String type() {
            return "probe";
        }

        @Override
        public Class<Options> options() {
            return Options.class;
        }

        @Override
        public Sink create(Options options, PluginContext context) {
            if (options.failure().isPresent()) {
                throw new IllegalStateException(options.failure().get());
            }
            Probe probe = new Probe(context.name(), options);
            parts.contexts.put(context.name(), context);
            parts.sinks.add(probe);
            List<Event> arrived = parts.arrived(context.name());
            return new Sink() {
                @Override
                public void deliver(List<Event> batch) throws DeliveryException, InterruptedException {
                    try {
                        parts.behaviours
                                .getOrDefault(context.name(), events -> {})
                                .deliver(batch);
                    } catch (DeliveryException | InterruptedException | RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    options.text().ifPresent(text -> batch.forEach(event -> text.render(event, Template.Escape.NONE)));
                    probe.delivered.addAll(batch);
                    arrived.addAll(batch);
                    context.counter("taken").add(batch.size());
                }

                @Override
                public void close() {
                    probe.closed = true;
                }
            };
        }
    }

    /** {@code type: gate}: takes lines of JSON at its path. */
    public static final class GateFactory implements PortalFactory<GateFactory.Options> {

        public record Options(
                @Option(value = "Where it answers.", fallback = "/in")
                String path,

                @Option("What starting fails with.") Optional<String> failure) {}

        private final Parts parts;

        GateFactory(Parts parts) {
            this.parts = parts;
        }

        @Override
        public String type() {
            return "gate";
        }

        @Override
        public Class<Options> options() {
            return Options.class;
        }

        @Override
        public Portal create(Options options, PluginContext context) {
            List<Sink> intake = new ArrayList<>();
            parts.contexts.put(context.name(), context);
            context.route(new Route("POST", options.path(), Access.SUBMIT, true, request -> {
                if (request.header("hold") != null) {
                    parts.held.countDown();
                    parts.release.await();
                }
                return take(intake.get(0), context.events().read(request.body(), Events.Format.NDJSON));
            }));
            return new Portal() {
                @Override
                public void start(Sink sink) {
                    parts.openPortals.add(context.name());
                    intake.add(sink);
                    if (options.failure().isPresent()) {
                        throw new IllegalStateException(options.failure().get());
                    }
                }

                @Override
                public void close() {
                    parts.openPortals.remove(context.name());
                }
            };
        }

        private static Response take(Sink intake, Events.Reading reading) throws Exception {
            if (!reading.faults().isEmpty()) {
                return Response.text(400, reading.faults().get(0).message());
            }
            try {
                intake.deliver(reading.events());
                return Response.text(202, "taken");
            } catch (DeliveryException e) {
                return Response.text(503, String.valueOf(e.getMessage()));
            }
        }
    }
}
