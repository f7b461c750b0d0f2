/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import static dev.dispatcher.api.proof.SampleDefect.*;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Posts a JSON array. Every branch that names a defect is a mistake that somebody made somewhere. */
final class SampleSink implements Sink {

    private final SampleFactory.Options options;
    private final PluginContext context;
    private final SampleDefect defect;
    private final Http http;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean closed;

    SampleSink(SampleFactory.Options options, PluginContext context, SampleDefect defect) {
        this.options = options;
        this.context = context;
        this.defect = defect;
        this.http = context.http(options.http());
        if (defect == LEAVES_A_THREAD) {
            Thread thread = new Thread(this::idle, "left-behind");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void idle() {
        try {
            stopped.await(20, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // ends
        }
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        if (batch.isEmpty() && defect != SENDS_EMPTY_BATCHES) {
            return;
        }
        if (defect == ONE_THREAD_ONLY && !busy.compareAndSet(false, true)) {
            throw new IllegalStateException("two at once");
        }
        try {
            badText(batch);
            if (defect == REPORTS_TOO_EARLY) {
                report(batch.get(0));
            }
            judge(send(request(batch)));
            report(defect == REPORTS_ON_MADE_UP_EVENTS ? batch.get(0).with(Event.ID, "made up") : batch.get(0));
        } catch (IOException e) {
            broken(e);
        } finally {
            busy.set(false);
        }
    }

    private void report(Event cause) {
        context.report(cause, java.util.Map.of(Event.MESSAGE, "posted"));
    }

    private void badText(List<Event> batch) throws DeliveryException, IOException {
        boolean control =
                batch.stream().anyMatch(event -> event.message().chars().anyMatch(c -> c < ' '));
        if (control && defect == CHOKES_ON_CONTROL_CHARACTERS) {
            throw new IllegalArgumentException("not printable");
        }
        if (control && defect == ASKS_AGAIN_FOR_BAD_TEXT) {
            throw DeliveryException.retryable("not printable");
        }
        if (control && defect == LETS_HEADERS_BE_INJECTED) {
            try (Socket socket = new Socket("127.0.0.1", options.address().getPort())) {
                String request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nX-Text: "
                        + batch.get(0).message() + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
        }
    }

    private Http.Request request(List<Event> batch) {
        if (defect == SENDS_ANOTHER_TEXT && batch.get(0).message().startsWith("plainly")) {
            batch = List.of(batch.get(0).with(Event.MESSAGE, "something happened"));
        }
        List<Event> sent = defect == SENDS_ONLY_THE_FIRST ? batch.subList(0, 1) : batch;
        String body = sent.stream()
                .map(event -> new String(event.json(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "[", "]"));
        if (defect == TOKEN_IN_LOG) {
            context.logger().debug("sending with {}", options.token().reveal());
        }
        if (defect == ADDRESS_IN_LOG) {
            context.logger().debug("sending to {}", options.address());
        }
        return Http.Request.post(options.address(), "application/json", body.getBytes(StandardCharsets.UTF_8))
                .with("Authorization", "Bearer " + options.token().reveal());
    }

    private Http.Response send(Http.Request request) throws IOException, InterruptedException {
        if (defect == IGNORES_INTERRUPTS) {
            return uninterruptibly(request);
        }
        try {
            Http.Response answer = http.send(request);
            return defect == RETRIES_BY_ITSELF && answer.status() == 503 ? http.send(request) : answer;
        } catch (InterruptedException e) {
            if (defect == TAKES_AN_INTERRUPT_FOR_SUCCESS) {
                return new Http.Response(200, java.util.Map.of(), new byte[0]);
            }
            throw e;
        }
    }

    private Http.Response uninterruptibly(Http.Request request) throws IOException {
        CompletableFuture<Http.Response> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return http.send(request);
            } catch (IOException | InterruptedException e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });
        try {
            return answer.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private void broken(IOException e) throws IOException, DeliveryException {
        boolean unreachable = "no connection".equals(e.getMessage());
        if (defect == GIVES_UP_WHILE_DOWN && unreachable || defect == BROKEN_ANSWERS_GIVE_UP && !unreachable) {
            throw DeliveryException.permanent("broken");
        }
        if (defect == TOKEN_IN_ERROR && unreachable) {
            throw new IOException("no connection with " + options.token().reveal());
        }
        if (defect == TOKEN_IN_CAUSE && unreachable) {
            throw new IOException(
                    "no connection", new IOException("Bearer " + options.token().reveal()));
        }
        if (defect == ADDRESS_IN_ERROR) {
            throw new IOException("no answer from " + options.address(), e);
        }
        if (defect == BELIEVES_THE_STATUS_LINE && !unreachable) {
            return;
        }
        throw e;
    }

    private void judge(Http.Response answer) throws DeliveryException, IOException, InterruptedException {
        int status = answer.status();
        if (status / 100 == 2 || defect == IGNORES_THE_ANSWER) {
            return;
        }
        DeliveryException right = DeliveryException.of(answer);
        if (defect == FOLLOWS_REDIRECTS && answer.header("location") != null) {
            http.send(Http.Request.get(URI.create(answer.header("location"))));
        }
        throw switch (defect) {
            case ALWAYS_ASKS_AGAIN ->
                status == 401 || status == 403 || right.retryable() ? right : DeliveryException.retryable("again");
            case GIVES_UP_AFTER_408 -> status == 408 ? DeliveryException.permanent("408") : right;
            case CREDENTIALS_ARE_ORDINARY -> status == 401 || status == 403 ? DeliveryException.permanent("no") : right;
            case CREDENTIALS_ASK_AGAIN -> status == 401 || status == 403 ? DeliveryException.retryable("no") : right;
            case NO_RETRY_AFTER -> right.retryable() ? DeliveryException.retryable("later") : right;
            case RETRY_AFTER_IN_SECONDS_ONLY ->
                answer.header("retry-after") != null
                                && !answer.header("retry-after").matches("\\d+")
                        ? DeliveryException.retryable("later")
                        : right;
            case QUOTES_THE_WHOLE_ANSWER ->
                status == 400 ? DeliveryException.permanent(new String(answer.body(), StandardCharsets.UTF_8)) : right;
            default -> right;
        };
    }

    @Override
    public void close() {
        if (closed && defect == CLOSES_ONCE_ONLY) {
            throw new IllegalStateException("closed already");
        }
        closed = true;
    }

    @Override
    public String toString() {
        return defect == TOKEN_IN_TEXT ? "sample with " + options.token().reveal() : "sample";
    }
}
