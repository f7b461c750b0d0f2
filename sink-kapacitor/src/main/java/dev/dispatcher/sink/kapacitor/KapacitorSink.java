/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes each batch as points, one line per event, in one request. */
final class KapacitorSink implements Sink {

    /** How InfluxDB 1.8 and 2.7 say that what is written to does not exist; Kapacitor takes any database. */
    private static final Pattern NOT_THERE =
            Pattern.compile("(database|retention policy|bucket|organization)[^{}]{0,200}not found");

    private final KapacitorOptions options;
    private final Http http;
    private final URI address;
    private final Optional<String> authorization;
    private final Lines lines;

    KapacitorSink(KapacitorOptions options, PluginContext context) {
        this.options = options;
        this.http = context.http(options.http());
        this.address = address(options);
        this.authorization = authorization(options);
        this.lines = new Lines(options, context.counter("left_out"));
    }

    private static URI address(KapacitorOptions options) {
        Map<String, String> query = new LinkedHashMap<>();
        if (options.api() == KapacitorOptions.Api.INFLUXDB2) {
            options.org().ifPresent(org -> query.put("org", org));
            options.bucket().ifPresent(bucket -> query.put("bucket", bucket));
            query.put("precision", options.precision().name().toLowerCase(Locale.ROOT));
            return Addresses.below(options.url(), "/api/v2/write", query);
        }
        options.database().ifPresent(database -> query.put("db", database));
        options.retentionPolicy().ifPresent(policy -> query.put("rp", policy));
        query.put("precision", options.precision().old);
        boolean kapacitor = options.api() == KapacitorOptions.Api.KAPACITOR;
        return Addresses.below(options.url(), kapacitor ? "/kapacitor/v1/write" : "/write", query);
    }

    private static Optional<String> authorization(KapacitorOptions options) {
        if (options.basic().isPresent()) {
            return options.basic().map(Addresses::basic);
        }
        String scheme = options.api() == KapacitorOptions.Api.INFLUXDB2 ? "Token " : "Bearer ";
        return options.token().map(token -> scheme + token.reveal());
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Event> written = new ArrayList<>();
        DeliveryException refused = null;
        for (Event event : batch) {
            try {
                body.writeBytes(lines.of(event).getBytes(StandardCharsets.UTF_8));
                written.add(event);
            } catch (DeliveryException e) {
                refused = joined(refused, e.onlyFor(List.of(event)));
            }
        }
        if (!written.isEmpty()) {
            DeliveryException failure = send(body.toByteArray());
            if (failure != null) {
                refused = refused == null ? failure : joined(refused, failure.onlyFor(written));
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    private static DeliveryException joined(@Nullable DeliveryException first, DeliveryException next) {
        return first == null ? next : first.also(next);
    }

    private @Nullable DeliveryException send(byte[] body) throws InterruptedException {
        Http.Request request =
                Addresses.authorized(Http.Request.post(address, "text/plain; charset=utf-8", body), authorization);
        Http.Response answer;
        try {
            answer = http.send(request);
        } catch (IOException e) {
            return DeliveryException.of(e);
        }
        if (answer.status() >= 200 && answer.status() < 300) {
            return null;
        }
        DeliveryException judged = DeliveryException.of(answer);
        if (answer.status() == 404 && NOT_THERE.matcher(judged.getMessage()).find()) {
            // somebody has yet to create it: what is waiting is not lost until the delivery's own time is over
            return DeliveryException.retryable(judged.getMessage());
        }
        return judged;
    }

    @Override
    public String toString() {
        return "kapacitor";
    }
}
