/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A template with conditions, loops or filters. */
final class PebbleText implements Template {

    private final String source;
    private final String rewritten;
    private final Function<Escape, PebbleEngine> engines;
    private final Map<Escape, PebbleTemplate> compiled = new ConcurrentHashMap<>();
    private final Consumer<String> onFailure;

    PebbleText(String source, String rewritten, Function<Escape, PebbleEngine> engines, Consumer<String> onFailure) {
        this.source = source;
        this.rewritten = rewritten;
        this.engines = engines;
        this.onFailure = onFailure;
        try {
            compiled(Escape.NONE);
        } catch (PebbleException e) {
            throw new IllegalArgumentException("line " + line(e) + " of the template: " + reason(e), e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the template cannot be read: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("the template is nested too deeply", e);
        }
    }

    private PebbleTemplate compiled(Escape escape) {
        PebbleTemplate template = compiled.get(escape);
        if (template == null) {
            template = engines.apply(escape).getLiteralTemplate(rewritten);
            compiled.put(escape, template);
        }
        return template;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public boolean constant() {
        return false;
    }

    @Override
    public String render(Event event, Escape escape, Supplier<String> safe) {
        return render(List.of(event), escape, safe);
    }

    @Override
    public String render(List<Event> batch, Escape escape, Supplier<String> safe) {
        Bounded out = new Bounded();
        try {
            compiled(escape).evaluate(out, new Scope(batch));
            return out.toString();
        } catch (PebbleException e) {
            onFailure.accept("a template failed in line " + line(e) + ": " + reason(e));
        } catch (RuntimeException | IOException e) {
            onFailure.accept("a template failed: " + said(e.getMessage()));
        } catch (StackOverflowError e) {
            onFailure.accept("a template failed: it is nested too deeply");
        }
        return safe.get();
    }

    private static int line(PebbleException e) {
        return e.getLineNumber() == null ? 1 : e.getLineNumber();
    }

    private static String reason(PebbleException e) {
        return said(e.getPebbleMessage());
    }

    /** Pebble puts a value of the event into one of its messages. */
    private static String said(@Nullable String message) {
        if (message == null) {
            return "a value does not fit";
        }
        int value = message.indexOf(" Value = [");
        return (value < 0 ? message : message.substring(0, value)).replaceAll("\\s+", " ");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template template && source.equals(template.source());
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** Not the source: a substituted secret may stand in it. */
    @Override
    public String toString() {
        return "template";
    }
}
