/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the request for one event or one batch. Any number of threads. */
final class Requests {

    private static final Pattern ONE_PLACEHOLDER = Pattern.compile("\\s*\\{\\{[^{}]*}}\\s*");

    private final WebhookOptions options;
    private final Template.Escape urlEscape;
    private final Bodies bodies;
    private final Signatures signatures;
    /** Where no event has a say in it. */
    private final @Nullable URI constant;

    Requests(WebhookOptions options, PluginContext context) {
        this.options = options;
        // where the event holds the whole address, its slashes are meant
        this.urlEscape =
                ONE_PLACEHOLDER.matcher(options.url().source()).matches() ? Template.Escape.NONE : Template.Escape.URL;
        this.bodies = new Bodies(options, context);
        this.signatures = new Signatures(options, context.clock());
        this.constant =
                options.url().constant() ? WebhookOptions.address(options.url().source()) : null;
    }

    boolean single() {
        return bodies.single();
    }

    /** @throws DeliveryException when the event leads to no address; it never will */
    Http.Request of(List<Event> events) throws DeliveryException {
        boolean fromEvent = !options.url().constant();
        Map<String, String> headers = new LinkedHashMap<>();
        boolean get = options.get();
        if (!get) {
            headers.put("Content-Type", options.contentType());
        }
        options.headers().forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, line(value.render(events, Template.Escape.HEADER, () -> "")));
        });
        Http.Request request = new Http.Request(
                options.method(), address(events), headers, get ? new byte[0] : bodies.of(events), fromEvent);
        return signatures.sign(request, events);
    }

    private URI address(List<Event> events) throws DeliveryException {
        if (constant != null) {
            return constant;
        }
        try {
            return WebhookOptions.address(options.url().render(events.get(0), urlEscape, () -> ""));
        } catch (IllegalArgumentException e) {
            throw DeliveryException.permanent("the url's template gives no address for this event");
        }
    }

    /** The user's own text may hold line breaks too. */
    private static String line(String value) {
        return value.replaceAll("\\p{Cntrl}", " ").trim();
    }
}
