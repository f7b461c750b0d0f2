/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Http;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The host's HTTP by the JDK's client: deadline over the body, bounded answers, interrupts, the guard for addresses that
 * come from an event. Proxy and TLS settings are not applied.
 */
final class FakeHttp implements Http {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(KitThreads.pool("http"))
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private final Settings settings;

    FakeHttp(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Response send(Request request) throws IOException, InterruptedException {
        return answer(begin(request), System.nanoTime());
    }

    @Override
    public List<Result> sendAll(List<Request> requests) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += settings.connections()) {
            int to = Math.min(requests.size(), from + settings.connections());
            long start = System.nanoTime();
            List<CompletableFuture<HttpResponse<byte[]>>> calls = new ArrayList<>();
            for (Request request : requests.subList(from, to)) {
                CompletableFuture<HttpResponse<byte[]>> call;
                try {
                    call = begin(request);
                } catch (IOException e) {
                    call = CompletableFuture.failedFuture(e);
                }
                calls.add(call);
            }
            try {
                for (CompletableFuture<HttpResponse<byte[]>> call : calls) {
                    results.add(result(call, start));
                }
            } finally {
                calls.forEach(call -> call.cancel(true));
            }
        }
        return results;
    }

    private Result result(CompletableFuture<HttpResponse<byte[]>> call, long start) throws InterruptedException {
        try {
            return new Result(Optional.of(answer(call, start)), Optional.empty());
        } catch (IOException e) {
            return new Result(Optional.empty(), Optional.of(e));
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(Request request) throws IOException {
        if (request.fromEvent() && !settings.allowPrivate()) {
            refusePrivate(request.uri().getHost());
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .method(
                        request.method(),
                        request.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(request.body()));
        // the JDK's client refuses what the host's cleans or sends as UTF-8
        request.headers()
                .forEach((name, value) ->
                        builder.header(name, value.replaceAll("\\p{Cntrl}", " ").replaceAll("[^ -~]", "?")));
        return CLIENT.sendAsync(builder.build(), head -> new Bounded(settings.answerLimit()));
    }

    private Response answer(CompletableFuture<HttpResponse<byte[]>> call, long start)
            throws IOException, InterruptedException {
        try {
            long left = settings.timeout().toNanos() - (System.nanoTime() - start);
            HttpResponse<byte[]> answer = call.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
            Map<String, List<String>> headers = new LinkedHashMap<>();
            answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            return new Response(answer.statusCode(), headers, answer.body());
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + settings.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException) {
                throw new IOException("no connection", e.getCause());
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            call.cancel(true);
        }
    }

    private static void refusePrivate(String host) throws IOException {
        for (InetAddress address : InetAddress.getAllByName(host)) {
            boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
            if (address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isAnyLocalAddress()
                    || uniqueLocal) {
                throw new IOException("an event may not send to " + host + " unless allow-private is true");
            }
        }
    }

    /** Takes so many bytes and drops the rest by ending the exchange. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {

        private final int limit;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private Flow.Subscription source;

        Bounded(int limit) {
            this.limit = limit;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] piece = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
                buffer.get(piece);
                bytes.writeBytes(piece);
                if (buffer.hasRemaining()) {
                    body.complete(bytes.toByteArray());
                    source.cancel();
                    return;
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
