/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.Events;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A context with counters to look at, and a small HTTP client that works. */
final class Lent implements PluginContext {

    final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    final List<Route> routes = new ArrayList<>();

    long count(String name) {
        return counter(name).sum();
    }

    @Override
    public String name() {
        return "mine";
    }

    @Override
    public Logger logger() {
        return LoggerFactory.getLogger("mine");
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Http http(Http.Settings settings) {
        HttpClient client = HttpClient.newHttpClient();
        return new Http() {
            @Override
            public Response send(Request request) throws IOException, InterruptedException {
                HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                        .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
                request.headers().forEach(builder::header);
                HttpResponse<byte[]> answer = client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
                return new Response(answer.statusCode(), answer.headers().map(), answer.body());
            }

            @Override
            public List<Result> sendAll(List<Request> requests) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public Json json() {
        return new JacksonJson();
    }

    @Override
    public Events events() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LongAdder counter(String name) {
        return counters.computeIfAbsent(name, key -> new LongAdder());
    }

    @Override
    public void route(Route route) {
        routes.add(route);
    }
}
