/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Writes what a request carries. Any number of threads. */
final class Bodies {

    private final WebhookOptions options;
    private final WebhookOptions.Format format;
    private final Json json;
    private final boolean jsonBody;
    private final LongAdder unrenderable;

    Bodies(WebhookOptions options, PluginContext context) {
        this.options = options;
        this.format = format(options, context.batch());
        this.json = context.json();
        this.jsonBody = json(options.contentType());
        this.unrenderable = context.counter("unrenderable");
    }

    private static WebhookOptions.Format format(WebhookOptions options, int batch) {
        if (options.format() != WebhookOptions.Format.AUTO) {
            return options.format();
        }
        // an array also for one event of a batch that is not full: the receiver must not have to look
        boolean many = !options.single() && batch > 1;
        return many ? WebhookOptions.Format.ARRAY : WebhookOptions.Format.OBJECT;
    }

    private static boolean json(String contentType) {
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json") || type.equals("text/json");
    }

    /** Whether one request cannot carry several events. */
    boolean single() {
        return options.single() || (options.body().isEmpty() && format == WebhookOptions.Format.OBJECT);
    }

    byte[] of(List<Event> events) {
        if (options.body().isEmpty()) {
            return canonical(events);
        }
        Template template = options.body().get();
        Template.Escape escape = jsonBody ? Template.Escape.JSON : Template.Escape.NONE;
        boolean[] failed = {false};
        Supplier<String> safe = () -> {
            failed[0] = true;
            return "";
        };
        String text =
                options.single() ? template.render(events.get(0), escape, safe) : template.render(events, escape, safe);
        if (failed[0]) {
            return canonical(events);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (jsonBody && !readable(bytes)) {
            unrenderable.increment();
            return canonical(events);
        }
        return bytes;
    }

    private boolean readable(byte[] bytes) {
        try {
            json.read(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] canonical(List<Event> events) {
        return switch (format) {
            case NDJSON -> joined(events, "", "\n", "\n");
            case OBJECT -> events.size() == 1 ? events.get(0).json() : joined(events, "[", ",", "]");
            default -> joined(events, "[", ",", "]");
        };
    }

    private static byte[] joined(List<Event> events, String first, String between, String last) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.writeBytes(between.getBytes(StandardCharsets.UTF_8));
            }
            out.writeBytes(events.get(i).json());
        }
        out.writeBytes(last.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
