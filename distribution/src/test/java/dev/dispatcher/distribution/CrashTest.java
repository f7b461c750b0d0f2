/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders, a process that is killed at any moment, and a receiver: what was promised, and what came. */
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("dispatcher.crash.rounds", 3);
    private static final int SENDERS = 8;
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private static final String STORED = """
            portals:
              front-door: {type: http, intake: {acknowledge: stored}}
            sinks:
              hook:
                type: webhook
                url: %s
                delivery: {backoff: {first: 10ms, most: 50ms}, breaker: {failures: 1000000}}
              other:
                type: webhook
                url: %s
                delivery: {batch: 10, backoff: {first: 10ms, most: 50ms}, breaker: {failures: 1000000}}
            """;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> promised = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void whatGotItsAnswerIsDeliveredHoweverOftenTheProcessIsKilled() throws Exception {
        long seed = Long.getLong("dispatcher.crash.seed", System.nanoTime());
        System.out.println("CrashTest: -Ddispatcher.crash.seed=" + seed);
        Random random = new Random(seed);
        try (Receiver hook = new Receiver(random.nextLong());
                Receiver other = new Receiver(random.nextLong());
                Archive archive = new Archive(folder)) {
            archive.dispatcherYaml(STORED.formatted(hook.uri(), other.uri()))
                    .rules("rules: [{to: hook}, {set: {more: 1}, to: other}]");
            for (int round = 0; round < ROUNDS; round++) {
                archive.run();
                sendUntilKilled(archive, 100 + random.nextInt(400));
            }
            archive.run();
            await().atMost(Archive.PATIENCE).until(() -> hook.took.keySet().containsAll(promised));
            await().atMost(Archive.PATIENCE).until(() -> other.took.keySet().containsAll(promised));
            tell(hook, "hook");
            tell(other, "other");
        }
    }

    /** Counts what it takes, and refuses every tenth call. */
    private static final class Receiver implements AutoCloseable {
        final Map<String, Integer> took = new ConcurrentHashMap<>();
        private final Random random;
        private final HttpServer server;

        Receiver(long seed) throws IOException {
            random = new Random(seed);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::take);
            server.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }

        private void take(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean takes = random.nextInt(10) > 0;
            if (takes) {
                Matcher ids = ID.matcher(body);
                while (ids.find()) {
                    took.merge(ids.group(1), 1, Integer::sum);
                }
            }
            exchange.sendResponseHeaders(takes ? 200 : 503, -1);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** Eight at once, until so many have got their answer; then the process is killed under their hands. */
    private void sendUntilKilled(Archive archive, int answers) throws Exception {
        URI events = URI.create(archive.base() + "/events");
        AtomicBoolean over = new AtomicBoolean();
        int enough = promised.size() + answers;
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = new Thread(() -> send(events, over));
            senders.add(sender);
            sender.start();
        }
        await().atMost(Archive.PATIENCE).until(() -> promised.size() >= enough);
        archive.kill();
        over.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void send(URI events, AtomicBoolean over) {
        while (!over.get()) {
            String id = "e" + next.incrementAndGet();
            HttpRequest request = HttpRequest.newBuilder(events)
                    .timeout(Duration.ofSeconds(20))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"m\",\"id\":\"" + id + "\"}"))
                    .build();
            try {
                HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() == 202) {
                    promised.add(id);
                }
            } catch (IOException e) {
                // killed before the answer: nothing was promised
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Repeats are of calls whose answer was lost, and of the last moment before each kill. */
    private void tell(Receiver receiver, String name) {
        int repeats =
                receiver.took.values().stream().mapToInt(times -> times - 1).sum();
        System.out.printf(
                "CrashTest: %s: %d promised, %d received, %d repeats, 0 lost%n",
                name, promised.size(), receiver.took.size(), repeats);
        assertThat(repeats).as("far from everything comes again").isLessThan(promised.size() / 2);
    }
}
