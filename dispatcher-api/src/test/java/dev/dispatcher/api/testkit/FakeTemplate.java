/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates with {@code {{ field }}}, {@code {{ event['a.b'] }}} and {@code {{ events | length }}}, escaped as the host
 * does it. Nothing else of the host's language: no filters, conditions or loops.
 *
 * @param broken true when rendering fails, so that the safe text is taken
 */
public record FakeTemplate(String source, boolean broken) implements Template {

    private static final Pattern PLACE =
            Pattern.compile("\\{\\{\\s*(?:event\\['([^']*)']|([\\w.]+))(\\s*\\|\\s*length)?\\s*}}");

    public static FakeTemplate of(String source) {
        return new FakeTemplate(source, false);
    }

    /** One that cannot be rendered for any event. */
    public static FakeTemplate broken(String source) {
        return new FakeTemplate(source, true);
    }

    @Override
    public boolean constant() {
        return !source.contains("{{");
    }

    @Override
    public String render(Event event, Escape escape, Supplier<String> safe) {
        return render(List.of(event), escape, safe);
    }

    @Override
    public String render(List<Event> batch, Escape escape, Supplier<String> safe) {
        if (broken) {
            return safe.get();
        }
        return PLACE.matcher(source).replaceAll(place -> Matcher.quoteReplacement(value(place, batch, escape)));
    }

    private static String value(MatchResult place, List<Event> batch, Escape escape) {
        if (place.group(3) != null) {
            return String.valueOf(batch.size());
        }
        String field = place.group(1) == null ? place.group(2) : place.group(1);
        return escape(batch.get(0).text(field).orElse(""), escape);
    }

    private static String escape(String text, Escape escape) {
        return switch (escape) {
            case NONE -> text;
            case JSON -> {
                StringBuilder out = new StringBuilder();
                FakeJson.escape(out, text);
                yield out.toString();
            }
            case HTML ->
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
            case SLACK -> text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
            case SLACK_JSON -> escape(escape(text, Escape.SLACK), Escape.JSON);
            case HEADER -> text.replaceAll("\\p{Cntrl}", " ");
            case URL -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        };
    }

    /** Where the template stands, not what: a template may hold a secret. */
    @Override
    public String toString() {
        return "a template";
    }
}
