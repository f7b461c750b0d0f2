/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import dev.dispatcher.api.Http;
import dev.dispatcher.core.trace.Around;
import dev.dispatcher.core.trace.Trace;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.ContextBuilder;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * {@link Http} on Apache HttpClient 5, classic. Requests that an event had a say in have connections of their own, so that
 * none of them travels on a connection to an address that was never checked.
 */
public final class PooledHttp implements Http, AutoCloseable {

    private static final int TOLD = 2000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Settings settings;
    private final CallWatcher watcher;
    private final ExecutorService threads;
    private final @Nullable HttpHost proxy;
    private final @Nullable UsernamePasswordCredentials proxyCredentials;
    private final CloseableHttpClient trusted;
    private final CloseableHttpClient guarded;

    PooledHttp(Settings settings, CallWatcher watcher, ExecutorService threads) {
        this.settings = settings;
        this.watcher = watcher;
        this.threads = threads;
        URI address = settings.proxy().orElse(null);
        this.proxy = address == null ? null : proxy(address);
        this.proxyCredentials = address == null || address.getUserInfo() == null ? null : credentials(address);
        this.trusted = Connections.open(settings, false, threads, proxy);
        this.guarded = settings.allowPrivate() ? trusted : Connections.open(settings, true, threads, proxy);
    }

    private static HttpHost proxy(URI address) {
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("proxy should be an address such as http://proxy:3128");
        }
        return new HttpHost("http", address.getHost(), address.getPort() < 0 ? 3128 : address.getPort());
    }

    private static UsernamePasswordCredentials credentials(URI address) {
        String[] parts = address.getUserInfo().split(":", 2);
        return new UsernamePasswordCredentials(parts[0], parts.length < 2 ? new char[0] : parts[1].toCharArray());
    }

    @Override
    public Response send(Request request) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        HttpHost target = target(request.uri());
        String where = target.toHostString();
        HttpUriRequestBase message;
        try {
            message = message(request);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the request to " + where + " cannot be made: its method or a header's name is wrong");
        }
        CallWatcher.Call call =
                new CallWatcher.Call(System.nanoTime() + settings.timeout().toNanos(), message::cancel);
        watcher.add(call);
        try {
            if (request.fromEvent() && !settings.allowPrivate() && proxy != null) {
                new Resolver(threads, settings.connectTimeout(), true).resolve(target.getHostName());
            }
            return exchange(request.fromEvent() ? guarded : trusted, target, message);
        } catch (IOException | HttpException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw call.late() ? Failures.late(where, settings.timeout()) : Failures.of(e, where);
        } finally {
            watcher.remove(call);
        }
    }

    private static HttpHost target(URI uri) throws IOException {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IOException("a request needs an absolute address that begins with http:// or https://");
        }
        if (uri.getPort() > 65535) {
            throw new IOException("no address has the port " + uri.getPort());
        }
        HttpHost host = new HttpHost(uri.getScheme().toLowerCase(Locale.ROOT), bare(uri), uri.getPort());
        return RoutingSupport.normalize(host, null);
    }

    /** The host without the brackets of an IPv6 address. */
    private static String bare(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static HttpUriRequestBase message(Request request) {
        URI uri = request.uri();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), uri);
        message.setPath(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        message.setAuthority(new URIAuthority(bare(uri), uri.getPort()));
        request.headers().forEach((name, value) -> {
            if (!isOurs(name)) {
                message.setHeader(name, line(value));
            }
        });
        if (uri.getUserInfo() != null && !message.containsHeader("Authorization")) {
            message.setHeader(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(uri.getUserInfo().getBytes(StandardCharsets.UTF_8)));
        }
        Trace trace = Around.current().trace();
        if (trace != null && !message.containsHeader("traceparent")) {
            message.setHeader("traceparent", trace.parent());
            trace.state().ifPresent(state -> message.setHeader("tracestate", state));
        }
        boolean takesBody = !request.method().equals("GET") && !request.method().equals("HEAD");
        if (takesBody || request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return message;
    }

    /** What only the client knows. */
    private static boolean isOurs(String header) {
        return header.equalsIgnoreCase("content-length")
                || header.equalsIgnoreCase("transfer-encoding")
                || header.equalsIgnoreCase("host");
    }

    private static String line(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) == 0x7F) {
                return CONTROL.matcher(value).replaceAll(" ");
            }
        }
        return value;
    }

    private Response exchange(CloseableHttpClient client, HttpHost target, HttpUriRequestBase message)
            throws IOException, HttpException {
        HttpClientContext context = proxy == null || proxyCredentials == null
                ? HttpClientContext.create()
                : ContextBuilder.create()
                        .preemptiveBasicAuth(proxy, proxyCredentials)
                        .build();
        ClassicHttpResponse answer = client.executeOpen(target, message, context);
        try {
            byte[] body = body(answer.getEntity());
            if (body.length > settings.answerLimit()) {
                // to close it would be to read the rest, which may have no end
                message.cancel();
                body = Arrays.copyOf(body, settings.answerLimit());
            }
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (Header header : answer.getHeaders()) {
                headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue() == null ? "" : header.getValue());
            }
            tell(answer.getCode(), body);
            return new Response(answer.getCode(), headers, body);
        } finally {
            // after a whole body the connection is back in the pool already; otherwise this ends it
            end(answer);
        }
    }

    /** To whoever tries a sink and wants to see what its destination says. */
    private static void tell(int status, byte[] body) {
        Consumer<String> listener = Around.current().answers();
        if (listener != null) {
            String text = new String(body, 0, Math.min(body.length, TOLD), StandardCharsets.UTF_8);
            listener.accept("HTTP " + status + (text.isBlank() ? "" : ": " + text.strip()));
        }
    }

    private static void end(ClassicHttpResponse answer) {
        try {
            answer.close();
        } catch (IOException e) {
            // as much of it as was wanted has been read
        }
    }

    private byte[] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        // one byte more than wanted, because only the read that meets the end gives the connection back to the pool
        return entity.getContent().readNBytes(Math.min(settings.answerLimit(), Integer.MAX_VALUE - 16) + 1);
    }

    @Override
    public List<Result> sendAll(List<Request> requests) throws InterruptedException {
        return new Together(this, threads, settings.connections()).send(requests);
    }

    /** Ends all connections, also those in use. May be called twice. */
    @Override
    public void close() {
        trusted.close(CloseMode.IMMEDIATE);
        guarded.close(CloseMode.IMMEDIATE);
    }
}
