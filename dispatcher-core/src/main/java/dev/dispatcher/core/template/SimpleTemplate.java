/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Text and fields only, which is what most templates are. */
final class SimpleTemplate implements Template {

    private final String source;
    private final List<Scanner.Part> parts;
    private final Consumer<String> onFailure;
    private final boolean constant;

    SimpleTemplate(String source, List<Scanner.Part> parts, Consumer<String> onFailure) {
        this.source = source;
        this.parts = parts;
        this.onFailure = onFailure;
        this.constant = parts.stream().noneMatch(Scanner.Part::field);
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public boolean constant() {
        return constant;
    }

    @Override
    public String render(Event event, Escape escape, Supplier<String> safe) {
        return constant ? source : fill(event, escape, safe);
    }

    @Override
    public String render(List<Event> batch, Escape escape, Supplier<String> safe) {
        return constant ? source : fill(batch.isEmpty() ? null : batch.get(0), escape, safe);
    }

    private String fill(@Nullable Event event, Escape escape, Supplier<String> safe) {
        StringBuilder out = new StringBuilder(source.length() + 64);
        for (Scanner.Part part : parts) {
            if (part.field()) {
                out.append(event == null ? "" : Escaping.escape(Values.text(event.get(part.text())), escape));
            } else {
                out.append(part.text());
            }
            if (out.length() > Bounded.SIZE) {
                onFailure.accept("a template failed: the text is longer than " + Bounded.SIZE + " characters");
                return safe.get();
            }
        }
        return out.toString();
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
