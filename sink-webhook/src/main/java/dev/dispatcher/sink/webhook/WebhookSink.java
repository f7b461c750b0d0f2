/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends each batch, or each event, as an HTTP request. */
final class WebhookSink implements Sink {

    private final WebhookOptions options;
    private final Requests requests;
    private final Http http;

    WebhookSink(WebhookOptions options, PluginContext context) {
        this.options = options;
        this.requests = new Requests(options, context);
        Http.Settings settings = options.http();
        this.http = context.http(new Http.Settings(
                settings.timeout(),
                settings.connectTimeout(),
                settings.connections(),
                settings.answerLimit(),
                settings.allowPrivate() || options.allowPrivate(),
                settings.proxy(),
                settings.tls()));
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        if (batch.size() > 1 && requests.single()) {
            each(batch);
        } else {
            Http.Response answer = http.send(requests.of(batch));
            if (!taken(answer)) {
                throw refused(answer);
            }
        }
    }

    private void each(List<Event> batch) throws DeliveryException, InterruptedException {
        List<Event> sent = new ArrayList<>();
        List<Http.Request> all = new ArrayList<>();
        List<DeliveryException> failures = new ArrayList<>();
        for (Event event : batch) {
            try {
                all.add(requests.of(List.of(event)));
                sent.add(event);
            } catch (DeliveryException e) {
                failures.add(e.onlyFor(List.of(event)));
            }
        }
        List<Http.Result> results = http.sendAll(all);
        for (int i = 0; i < results.size(); i++) {
            DeliveryException failure = failure(results.get(i));
            if (failure != null) {
                failures.add(failure.onlyFor(List.of(sent.get(i))));
            }
        }
        if (!failures.isEmpty()) {
            DeliveryException first = failures.get(0);
            for (DeliveryException other : failures.subList(1, failures.size())) {
                first = first.also(other);
            }
            throw first;
        }
    }

    private @Nullable DeliveryException failure(Http.Result result) {
        if (result.response().isPresent()) {
            Http.Response answer = result.response().get();
            return taken(answer) ? null : refused(answer);
        }
        IOException cause = result.failure().orElseGet(() -> new IOException("no answer"));
        return DeliveryException.of(cause);
    }

    private boolean taken(Http.Response answer) {
        int status = answer.status();
        return options.expect().isEmpty()
                ? status >= 200 && status < 300
                : options.expect().contains(status);
    }

    private static DeliveryException refused(Http.Response answer) {
        return DeliveryException.of(answer);
    }

    @Override
    public String toString() {
        return "webhook";
    }
}
