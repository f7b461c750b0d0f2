/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.core.delivery.BackoffOptions;
import dev.dispatcher.core.delivery.BreakerOptions;
import dev.dispatcher.core.delivery.Courier;
import dev.dispatcher.core.delivery.DeliveryOptions;
import dev.dispatcher.core.delivery.EventsForTest;
import dev.dispatcher.core.delivery.MemoryDeadLetters;
import dev.dispatcher.core.delivery.OptionsForTest;
import dev.dispatcher.core.delivery.Watchdog;
import dev.dispatcher.core.metrics.GaveUp;
import dev.dispatcher.core.metrics.Ledger;
import dev.dispatcher.core.queue.DeliveryQueue;
import dev.dispatcher.core.queue.Overflow;
import dev.dispatcher.core.rules.Decision;
import dev.dispatcher.core.rules.Decision.Merged;
import dev.dispatcher.core.rules.Decision.RuleHit;
import dev.dispatcher.core.rules.Decision.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Everything at once, by chance: several senders, sinks that fail in every way, reloads in between. In the end the books
 * balance, nothing is lost, repeated or out of order, but for what a lost answer excuses. {@code -Dsimulation.seed=N} runs
 * one seed again.
 */
class SimulationTest {

    private static final int SENDERS = 3;
    private static final int EVENTS_EACH = 150;

    static List<Long> seeds() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            return List.of(one);
        }
        // some that stay, so that a failure is not luck, and some new ones each time
        List<Long> seeds = new ArrayList<>();
        for (long i = 0; i < 24; i++) {
            seeds.add(i < 12 ? i : System.nanoTime() + i);
        }
        return seeds;
    }

    /** How a sink keeps order, the same through all reloads. */
    private enum Order {
        ONE_AT_A_TIME,
        BY_FIELD,
        NONE
    }

    private static final class Destination {
        final String name;
        final Order order;
        final Overflow overflow;
        final Optional<String> fallback;
        final UnreliableSink sink;
        Courier courier;
        DeliveryQueue queue;
        boolean inOrder;

        Destination(String name, Order order, Overflow overflow, Optional<String> fallback, long seed) {
            this.name = name;
            this.order = order;
            this.overflow = overflow;
            this.fallback = fallback;
            this.sink = new UnreliableSink(seed);
            this.inOrder = order != Order.NONE;
        }
    }

    private final Ledger ledger = new Ledger();
    private final MemoryDeadLetters dead = new MemoryDeadLetters(Integer.MAX_VALUE, Long.MAX_VALUE);
    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failed = new CopyOnWriteArrayList<>();
    private volatile Routing routing;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Courier.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** Thousands of lines that say what the test makes happen; kept to see whether there is one that it does not. */
    @BeforeEach
    void keepTheLog() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void letTheLogGo() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(60)
    void nothingIsLostRepeatedOrOutOfOrder(long seed) throws Exception {
        System.out.println("simulation seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (Watchdog watchdog = new Watchdog(Duration.ofMillis(10))) {
            build(random, watchdog);
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(sender(i, random.split()));
            }
            senders.forEach(Thread::start);
            while (senders.stream().anyMatch(Thread::isAlive)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("the senders do not come to an end");
                }
                reload(random, watchdog);
                LockSupport.parkNanos(random.nextInt(3_000_000));
            }
            assertThat(failed).isEmpty();
            settle(random, watchdog);
            check();
        }
    }

    private void build(SplittableRandom random, Watchdog watchdog) {
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            // a fallback comes later in the list: no loops
            boolean fallback = i + 1 < count && random.nextInt(3) == 0;
            destinations.put(
                    "s" + i,
                    new Destination(
                            "s" + i,
                            Order.values()[random.nextInt(3)],
                            Overflow.values()[random.nextInt(3)],
                            fallback ? Optional.of("s" + (count - 1)) : Optional.empty(),
                            random.nextLong()));
        }
        for (Destination destination : destinations.values()) {
            DeliveryOptions options = options(destination, random);
            destination.queue =
                    new DeliveryQueue(destination.name, options.queueOptions(), ledger.sink(destination.name));
            start(destination, options, random, watchdog);
        }
        publish();
    }

    private void publish() {
        Map<String, DeliveryQueue> queues = new HashMap<>();
        destinations.values().forEach(destination -> queues.put(destination.name, destination.queue));
        routing = new Routing((event, now) -> route(event), queues);
    }

    private DeliveryOptions options(Destination destination, SplittableRandom random) {
        OptionsForTest options = new OptionsForTest();
        options.batch = 1 + random.nextInt(8);
        options.batchBytes = random.nextInt(4) == 0 ? 500 : 1 << 20;
        options.wait = random.nextInt(4) == 0 ? Duration.ofNanos(300_000) : Duration.ZERO;
        options.concurrency = destination.order == Order.ONE_AT_A_TIME ? 1 : 1 + random.nextInt(4);
        options.orderedBy = destination.order == Order.BY_FIELD ? Optional.of("sender") : Optional.empty();
        options.timeout = Duration.ofMillis(20);
        options.overflow = destination.overflow;
        options.queue = 20 + random.nextInt(300);
        options.giveUpAfter = random.nextInt(5) == 0 ? Duration.ofMillis(15) : Duration.ofHours(1);
        options.attempts = random.nextInt(5) == 0 ? Optional.of(3) : Optional.empty();
        options.backoff = new BackoffOptions(Duration.ofNanos(50_000), Duration.ofNanos(400_000));
        options.retryAfterCap = Duration.ofMillis(1);
        options.breaker =
                new BreakerOptions(1 + random.nextInt(4), Duration.ofNanos(200_000), Duration.ofNanos(800_000));
        options.parkProbe = Duration.ofMillis(1);
        options.fallback = destination.fallback;
        return options.build();
    }

    private void start(Destination destination, DeliveryOptions options, SplittableRandom random, Watchdog watchdog) {
        destination.courier = new Courier(
                destination.name,
                destination.sink,
                destination.queue,
                options,
                () -> destination.fallback.map(name -> routing.queues().get(name)),
                new Courier.Surroundings(Clock.systemUTC(), random.split(), watchdog, dead, text -> text));
        destination.courier.start();
    }

    /** One in ten goes nowhere; the others to some of the sinks, by a pure function of the event. */
    private Decision route(Event event) {
        SplittableRandom chance = new SplittableRandom(event.id().hashCode());
        if (chance.nextInt(10) == 0) {
            return new Decision(List.of(), List.of(), List.of(), List.of(), false);
        }
        List<Target> copies = new ArrayList<>();
        List<Merged> merged = new ArrayList<>();
        for (String sink : destinations.keySet()) {
            if (chance.nextInt(2) == 0) {
                copies.add(new Target(sink, event.with("home", sink), "to " + sink));
                if (chance.nextInt(10) == 0) {
                    merged.add(new Merged(sink, "twice", "to " + sink));
                }
            }
        }
        return new Decision(
                copies, merged, List.of(new RuleHit(0, "all", false), new RuleHit(1, "trial", true)), List.of(), false);
    }

    private Thread sender(int number, SplittableRandom random) {
        Intake intake = new Intake(
                "portal " + number,
                IntakeOptions.DEFAULTS,
                () -> routing,
                ledger,
                Clock.systemUTC(),
                new AtomicLong()::incrementAndGet);
        Thread thread = new Thread(() -> {
            int sent = 0;
            while (sent < EVENTS_EACH) {
                List<Event> batch = new ArrayList<>();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    String id = number + "-" + sent++;
                    batch.add(
                            random.nextInt(20) == 0
                                    ? EventsForTest.event(id, "sender", number, "poison", true)
                                    : EventsForTest.event(id, "sender", number));
                }
                boolean taken = false;
                while (!taken) {
                    try {
                        intake.deliver(batch);
                        taken = true;
                    } catch (DeliveryException e) {
                        assertThat(e.retryable()).isTrue();
                        LockSupport.parkNanos(200_000);
                    }
                }
                batch.forEach(
                        event -> route(event).targets().forEach(copy -> made.add(UnreliableSink.copy(copy.event()))));
                LockSupport.parkNanos(random.nextInt(500_000));
            }
        });
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((unused, e) -> failed.add(e));
        return thread;
    }

    private Destination any(SplittableRandom random) {
        return List.copyOf(destinations.values()).get(random.nextInt(destinations.size()));
    }

    private void reload(SplittableRandom random, Watchdog watchdog) {
        Destination destination = any(random);
        switch (random.nextInt(6)) {
            case 0 -> destination.courier.pause();
            case 1 -> destination.courier.resume();
            case 2 -> {
                if (destination.order == Order.NONE) {
                    replace(destination, random, watchdog);
                }
            }
            default -> takeOver(destination, random, watchdog);
        }
    }

    /** The sink has changed: another instance goes on with the queue. */
    private void takeOver(Destination destination, SplittableRandom random, Watchdog watchdog) {
        destination.courier.retire().toCompletableFuture().join();
        start(destination, options(destination, random), random, watchdog);
    }

    /** The sink was taken out and came back later: the old queue is drained while a new one is filled. */
    private void replace(Destination destination, SplittableRandom random, Watchdog watchdog) {
        Courier old = destination.courier;
        DeliveryOptions options = options(destination, random);
        destination.queue = new DeliveryQueue(destination.name, options.queueOptions(), ledger.sink(destination.name));
        start(destination, options, random, watchdog);
        publish();
        old.drain(Duration.ofMillis(random.nextInt(5))).toCompletableFuture().join();
        old.abandon(GaveUp.REMOVED);
    }

    private void settle(SplittableRandom random, Watchdog watchdog) {
        destinations.values().forEach(destination -> destination.sink.reliable = true);
        destinations.values().forEach(destination -> takeOver(destination, random, watchdog));
        await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(30))
                .until(() -> ledger.sinks().values().stream()
                        .allMatch(sink ->
                                sink.balance().waiting() + sink.balance().inFlight() == 0));
        destinations
                .values()
                .forEach(destination ->
                        destination.courier.retire().toCompletableFuture().join());
    }

    private void check() {
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("mistake in the dispatcher"));
        assertThat(ledger.difference())
                .as("%s %s", ledger.portals(), ledger.sinks())
                .isZero();
        ledger.sinks()
                .forEach((name, sink) ->
                        assertThat(sink.balance().difference()).as(name).isZero());
        ledger.sinks()
                .forEach((name, sink) ->
                        assertThat(sink.balance().inFlight()).as(name).isZero());
        assertThat(ledger.rule("trial").shadow.sum())
                .isEqualTo(ledger.rule("all").matched.sum());

        Set<String> accepted = new HashSet<>();
        Set<String> lost = new HashSet<>();
        for (Destination destination : destinations.values()) {
            lost.addAll(destination.sink.answerLost);
            Set<String> once = new HashSet<>();
            for (Event event : destination.sink.accepted()) {
                String copy = UnreliableSink.copy(event);
                assertThat(once.add(copy) || destination.sink.answerLost.contains(copy))
                        .as("%s was delivered twice to %s", copy, destination.name)
                        .isTrue();
            }
            accepted.addAll(once);
            order(destination);
        }
        long dropped = ledger.sinks().values().stream()
                .mapToLong(sink -> sink.dropped.sum())
                .sum();
        Set<String> settled = new HashSet<>(accepted);
        dead.list(null, Integer.MAX_VALUE).forEach(letter -> {
            String copy = UnreliableSink.copy(letter.event());
            assertThat(!accepted.contains(copy) || lost.contains(copy))
                    .as("%s was delivered and is dead", copy)
                    .isTrue();
            settled.add(copy);
        });
        assertThat(made).containsAll(settled);
        Set<String> missing = new HashSet<>(made);
        missing.removeAll(settled);
        assertThat((long) missing.size()).as("dropped by a full queue").isLessThanOrEqualTo(dropped);
        assertThat(dropped - missing.size())
                .as("only a lost answer lets a delivered event be dropped, too")
                .isLessThanOrEqualTo(lost.size());
        assertThat(dead.size())
                .isEqualTo(ledger.sinks().values().stream()
                        .mapToInt(sink -> (int) sink.dead.sum())
                        .sum());
    }

    private static void order(Destination destination) {
        if (!destination.inOrder) {
            return;
        }
        Map<Integer, Integer> last = new HashMap<>();
        for (Event event : destination.sink.accepted()) {
            String copy = UnreliableSink.copy(event);
            boolean own = event.text("home").orElseThrow().equals(destination.name);
            if (own && !destination.sink.answerLost.contains(copy) && !destination.sink.setBack.contains(copy)) {
                String[] parts = event.id().split("-");
                int number = Integer.parseInt(parts[1]);
                Integer before = last.put(Integer.valueOf(parts[0]), number);
                assertThat(before == null || before < number)
                        .as("%s after number %s at %s", copy, before, destination.name)
                        .isTrue();
            }
        }
    }
}
