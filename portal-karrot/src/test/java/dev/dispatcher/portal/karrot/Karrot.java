/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import dev.dispatcher.api.Adapters;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.Outcomes;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.testkit.CollectingSink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.adapter.LentAdapters;
import dev.dispatcher.core.adapter.Replays;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** A portal with the host's real adapters, and what it hands to intake. */
final class Karrot {

    final FakeContext context = new FakeContext();
    final CollectingSink intake = new CollectingSink();
    private Outcomes.Status status;
    private Outcomes.Delivery[] deliveries = {};

    Karrot() {
        this(new KarrotOptions("/", List.of("prometheus", "cloudwatch"), Map.of("KARROT_LOG", "INFO")));
    }

    Karrot(KarrotOptions options) {
        try {
            new WithAdapters().create(options, context).start(this::take);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void take(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        intake.deliver(batch);
        if (status != null) {
            batch.forEach(event -> context.outcomes().become(event, status, deliveries));
        }
    }

    /** From now on this is what became of each event by the time that intake returns. */
    void intakeTells(Outcomes.Status told, Outcomes.Delivery... made) {
        status = told;
        deliveries = made;
    }

    Route.Response post(String body) {
        return send(FakeRequest.post("/burrow", "application/json", body));
    }

    Route.Response get(String path) {
        return send(FakeRequest.of("GET", path));
    }

    Route.Response send(FakeRequest request) {
        try {
            return context.call(request);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    Map<?, ?> json(Route.Response answer) {
        return read(((Route.Bytes) answer.body()).bytes());
    }

    Map<?, ?> read(byte[] json) {
        try {
            return (Map<?, ?>) context.json().read(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String sample(String name) {
        try (InputStream in = Karrot.class.getResourceAsStream("/burrow/" + name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The factory, with adapters lent beside what a test lends. */
    static final class WithAdapters implements PortalFactory<KarrotOptions> {

        private final KarrotPortalFactory factory = new KarrotPortalFactory();

        @Override
        public String type() {
            return factory.type();
        }

        @Override
        public Class<KarrotOptions> options() {
            return factory.options();
        }

        @Override
        public Portal create(KarrotOptions options, PluginContext context) {
            return factory.create(options, new Lent(context));
        }
    }

    private record Lent(PluginContext context) implements PluginContext {

        @Override
        public Adapters adapters() {
            Clock clock = context.clock();
            EventReader events = new EventReader(Limits.DEFAULTS, clock, new Ids(clock), refused -> {});
            return new LentAdapters(AdapterSet::builtIn, events, clock, new Replays());
        }

        @Override
        public String name() {
            return context.name();
        }

        @Override
        public Logger logger() {
            return context.logger();
        }

        @Override
        public Clock clock() {
            return context.clock();
        }

        @Override
        public Http http(Http.Settings settings) {
            return context.http(settings);
        }

        @Override
        public Json json() {
            return context.json();
        }

        @Override
        public Events events() {
            return context.events();
        }

        @Override
        public Outcomes outcomes() {
            return context.outcomes();
        }

        @Override
        public LongAdder counter(String name) {
            return context.counter(name);
        }

        @Override
        public void route(Route route) {
            context.route(route);
        }
    }
}
