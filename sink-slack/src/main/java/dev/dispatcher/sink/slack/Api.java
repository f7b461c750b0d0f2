/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Slack's two ways to be told something: an incoming webhook, or the Web API. Any number of threads. */
final class Api {

    private static final String TYPE = "application/json; charset=utf-8";

    private final SlackOptions options;
    private final String base;
    private final Http http;
    private final Json json;

    Api(SlackOptions options, PluginContext context) {
        this.options = options;
        this.base = options.url().toString().replaceAll("/+$", "");
        this.http = context.http(options.http());
        this.json = context.json();
    }

    /**
     * Posts a new message.
     *
     * @param tolerated errors that are answers too, for the caller to look at
     * @return what Slack said; empty for a webhook
     */
    Map<?, ?> post(Map<String, Object> message, Set<String> tolerated)
            throws DeliveryException, IOException, InterruptedException {
        return options.webhook().isPresent()
                ? hook(SlackOptions.address(options.webhook().get()), message)
                : call("chat.postMessage", message, tolerated);
    }

    Map<?, ?> update(Map<String, Object> message, Set<String> tolerated)
            throws DeliveryException, IOException, InterruptedException {
        return call("chat.update", message, tolerated);
    }

    private Map<?, ?> hook(URI address, Map<String, Object> message)
            throws DeliveryException, IOException, InterruptedException {
        Http.Response answer = http.send(Http.Request.post(address, TYPE, json.write(message)));
        if (answer.status() < 200 || answer.status() > 299) {
            throw Refusals.hook(answer);
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        if (text.startsWith("<")) {
            throw Refusals.foreign();
        }
        Map<?, ?> read = object(answer);
        if (read != null && Boolean.FALSE.equals(read.get("ok"))) {
            throw Refusals.api(answer, read);
        }
        return Map.of();
    }

    private Map<?, ?> call(String method, Map<String, Object> message, Set<String> tolerated)
            throws DeliveryException, IOException, InterruptedException {
        String token = options.token().orElseThrow().reveal();
        Http.Response answer = http.send(Http.Request.post(URI.create(base + "/" + method), TYPE, json.write(message))
                .with("Authorization", "Bearer " + token));
        Map<?, ?> read = object(answer);
        if (answer.status() < 200 || answer.status() > 299) {
            throw DeliveryException.of(answer);
        }
        if (read == null) {
            throw Refusals.foreign();
        }
        boolean ok = Boolean.TRUE.equals(read.get("ok"));
        String error = String.valueOf(read.get("error")).toLowerCase(Locale.ROOT);
        if (!ok && !tolerated.contains(error)) {
            throw Refusals.api(answer, read);
        }
        return read;
    }

    private @Nullable Map<?, ?> object(Http.Response answer) {
        try {
            return json.read(answer.body()) instanceof Map<?, ?> map ? map : null;
        } catch (IOException e) {
            return null;
        }
    }
}
