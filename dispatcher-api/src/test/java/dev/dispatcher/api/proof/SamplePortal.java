/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A portal as it should be, unless it is told to have a defect. */
final class SamplePortal implements Portal {

    /** One way each to break it, with the checks that must notice, and no others. */
    enum Defect {
        NONE,
        NOT_IN_SERVICES("isFoundByServiceLoader"),
        TYPE_IS_NO_WORD("hasAWordForItsType"),
        UNDOCUMENTED_OPTION("documentsEveryOption"),
        MISNAMED_OPTION("namesAndTypesEveryOptionSoThatYamlCanSayIt"),
        UNREADABLE_FALLBACK("hasFallbacksThatCanBeRead"),
        ROUTE_TWICE("addsNoRouteTwice"),
        WANTS_AN_ADMINISTRATOR("letsSendersInWhoMaySubmit"),
        CHANGES_THE_TEXT("handsTheEventToIntake"),
        ACKNOWLEDGES_AT_ONCE("acknowledgesOnlyAfterIntakeReturned"),
        NO_WAIT("refusesWithAWaitWhenIntakeIsFull", "neverAsksToComeBackAtOnceWhenIntakeIsFull"),
        WAIT_OF_NOTHING("neverAsksToComeBackAtOnceWhenIntakeIsFull"),
        REFUSAL_ASKS_AGAIN("answersThatARefusalForGoodIsTheSendersFault"),
        ACKNOWLEDGES_A_FAILURE("neverAcknowledgesWhenIntakeBreaks"),
        ACKNOWLEDGES_GARBAGE("refusesABodyOfGarbage"),
        CHOKES_ON_CONTROL_CHARACTERS("survivesHostileText"),
        ONE_THREAD_ONLY("servesEightThreadsAtOnce"),
        CLOSE_WAITS_FOR_REQUESTS("closesWhileARequestIsUnderWay"),
        ACKNOWLEDGES_WHEN_CLOSED("acknowledgesNothingUnheardAfterItWasClosed"),
        STARTS_ONCE_PER_PROCESS("startsAgainAsANewInstance"),
        SHARES_INTAKE("keepsTwoInstancesApart"),
        CLOSE_NEEDS_A_START("closesTwiceAlsoWithoutAStart"),
        LEAVES_A_THREAD("leavesNoThreadBehind"),
        SECRET_IN_LOG("keepsSecretsOutOfLogsAndTexts"),
        SECRET_IN_TEXT("keepsSecretsOutOfLogsAndTexts");

        final Set<String> noticedBy;

        Defect(String... noticedBy) {
            this.noticedBy = Set.of(noticedBy);
        }
    }

    /** The sample's options. */
    public record Options(@Option("What senders must know.") Secret password) {}

    /** Makes it. */
    public static class Factory implements PortalFactory<Options> {

        private final Defect defect;

        public Factory() {
            this(Defect.NONE);
        }

        Factory(Defect defect) {
            this.defect = defect;
        }

        @Override
        public String type() {
            return defect == Defect.TYPE_IS_NO_WORD ? "" : "sample";
        }

        @Override
        @SuppressWarnings("unchecked")
        public Class<Options> options() {
            Class<? extends Record> options = switch (defect) {
                case UNDOCUMENTED_OPTION -> SampleFactory.Undocumented.class;
                case MISNAMED_OPTION -> SampleFactory.Misnamed.class;
                case UNREADABLE_FALLBACK -> SampleFactory.Unreadable.class;
                default -> Options.class;
            };
            return (Class<Options>) options;
        }

        @Override
        public Portal create(Options options, PluginContext context) {
            return new SamplePortal(options, context, defect);
        }
    }

    /** Not in the services file. */
    public static final class Unlisted extends Factory {
        Unlisted() {
            super(Defect.NONE);
        }
    }

    private static volatile Sink shared;
    private static volatile boolean closedOnce;

    private final Options options;
    private final PluginContext context;
    private final Defect defect;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Sink intake;
    private volatile boolean closed;

    SamplePortal(Options options, PluginContext context, Defect defect) {
        this.options = options;
        this.context = context;
        this.defect = defect;
    }

    /** Forgets what a defect kept from earlier instances. */
    static void reset() {
        shared = null;
        closedOnce = false;
    }

    @Override
    public void start(Sink sink) {
        if (defect == Defect.STARTS_ONCE_PER_PROCESS
                && closedOnce
                && context.name().equals("second")) {
            throw new IllegalStateException("started already");
        }
        intake = sink;
        if (shared == null) {
            shared = sink;
        }
        Route.Access access = defect == Defect.WANTS_AN_ADMINISTRATOR ? Route.Access.ADMIN : Route.Access.SUBMIT;
        context.route(new Route("POST", "/in/{place}", access, true, this::handle));
        if (defect == Defect.ROUTE_TWICE) {
            context.route(new Route("POST", "/in/{where}", access, true, this::handle));
        }
        if (defect == Defect.LEAVES_A_THREAD) {
            Thread thread = new Thread(this::idle, "left-behind");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void idle() {
        try {
            stopped.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // ends
        }
    }

    private Route.Response handle(Route.Request request) throws Exception {
        if (closed) {
            return Route.Response.of(defect == Defect.ACKNOWLEDGES_WHEN_CLOSED ? 202 : 503);
        }
        if (defect == Defect.ONE_THREAD_ONLY && !busy.compareAndSet(false, true)) {
            return Route.Response.of(500);
        }
        try {
            Thread.yield();
            return take(request);
        } finally {
            busy.set(false);
        }
    }

    private Route.Response take(Route.Request request) throws Exception {
        if (defect == Defect.SECRET_IN_LOG) {
            context.logger().info("expects {}", options.password().reveal());
        }
        Events.Reading reading = context.events().read(request.body(), Events.Format.JSON);
        if (!reading.faults().isEmpty()) {
            return Route.Response.text(
                    defect == Defect.ACKNOWLEDGES_GARBAGE ? 202 : 400,
                    reading.faults().get(0).message());
        }
        List<Event> events = reading.events();
        if (defect == Defect.CHANGES_THE_TEXT && events.get(0).message().startsWith("handed")) {
            Map<String, Object> fields = new LinkedHashMap<>(events.get(0).fields());
            fields.put(Event.MESSAGE, "something");
            events = List.of(Event.of(fields));
        }
        if (defect == Defect.CHOKES_ON_CONTROL_CHARACTERS
                && events.get(0).message().indexOf('\n') >= 0) {
            return Route.Response.of(500);
        }
        return deliver(events);
    }

    private Route.Response deliver(List<Event> events) throws Exception {
        if (defect == Defect.ACKNOWLEDGES_AT_ONCE && events.get(0).message().startsWith("waits")) {
            return Route.Response.of(202);
        }
        try {
            Sink target = defect == Defect.SHARES_INTAKE ? shared : intake;
            if (defect == Defect.CLOSE_WAITS_FOR_REQUESTS) {
                synchronized (this) {
                    target.deliver(events);
                }
            } else {
                target.deliver(events);
            }
            return Route.Response.of(202);
        } catch (DeliveryException e) {
            return refused(e);
        } catch (IOException e) {
            return Route.Response.of(defect == Defect.ACKNOWLEDGES_A_FAILURE ? 202 : 500);
        }
    }

    private Route.Response refused(DeliveryException e) {
        if (!e.retryable()) {
            return Route.Response.text(defect == Defect.REFUSAL_ASKS_AGAIN ? 503 : 400, e.getMessage());
        }
        Route.Response answer = Route.Response.of(503);
        if (e.notBefore().isEmpty() || defect == Defect.NO_WAIT) {
            return answer;
        }
        long millis = e.notBefore().get().toMillis();
        long seconds = defect == Defect.WAIT_OF_NOTHING ? millis / 1000 : (millis + 999) / 1000;
        return answer.with("Retry-After", String.valueOf(seconds));
    }

    @Override
    public void close() {
        if (defect == Defect.CLOSE_NEEDS_A_START && intake == null) {
            throw new IllegalStateException("never started");
        }
        if (defect == Defect.CLOSE_WAITS_FOR_REQUESTS) {
            synchronized (this) {
                closed = true;
            }
        }
        closed = true;
        closedOnce = true;
    }

    @Override
    public String toString() {
        return defect == Defect.SECRET_IN_TEXT ? "sample " + options.password().reveal() : "sample";
    }
}
