/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import dev.dispatcher.api.Template.Escape;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.EscapeFilter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The filters that a template may use. All are ours, so that each takes any value and stays within its bounds. */
final class Filters {

    private Filters() {}

    /** Null stays null, so that {@code default} works behind any filter. */
    private record Plain(List<String> names, BiFunction<Object, Map<String, Object>, Object> work) implements Filter {
        @Override
        public List<String> getArgumentNames() {
            return names;
        }

        @Override
        public @Nullable Object apply(
                @Nullable Object input,
                Map<String, Object> args,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            return input == null ? null : Bounded.checked(work.apply(input, args));
        }
    }

    private record Default() implements Filter {
        @Override
        public List<String> getArgumentNames() {
            return List.of("value");
        }

        @Override
        public @Nullable Object apply(
                @Nullable Object input,
                Map<String, Object> args,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            return Values.text(input).isEmpty() ? args.get("value") : input;
        }
    }

    private record Json(Escape escape) implements Filter {
        @Override
        public List<String> getArgumentNames() {
            return List.of();
        }

        @Override
        public Object apply(
                @Nullable Object input,
                Map<String, Object> args,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            String json = Values.json(input);
            return switch (escape) {
                case JSON -> new SafeString(json);
                // outside its strings JSON has none of the characters that mean something to Slack
                case SLACK_JSON -> new SafeString(Escaping.escape(json, Escape.SLACK));
                default -> json;
            };
        }
    }

    static Map<String, Filter> all(Escape escape) {
        Map<String, Filter> all = new LinkedHashMap<>();
        all.put("abbreviate", new Plain(List.of("length"), (in, args) -> abbreviate(Values.text(in), args)));
        all.put("abs", new Plain(List.of(), (in, args) -> decimal(in).abs()));
        all.put("capitalize", new Plain(List.of(), (in, args) -> capitalize(Values.text(in))));
        all.put("date", new Plain(List.of("format", "timeZone"), Dates::format));
        all.put("default", new Default());
        all.put("first", new Plain(List.of(), (in, args) -> end(in, true)));
        all.put("join", new Plain(List.of("separator"), Filters::join));
        all.put("json", new Json(escape));
        all.put("last", new Plain(List.of(), (in, args) -> end(in, false)));
        all.put("length", new Plain(List.of(), (in, args) -> (long) length(in)));
        all.put("lower", new Plain(List.of(), (in, args) -> Values.text(in).toLowerCase(Locale.ROOT)));
        all.put("numberformat", new Plain(List.of("format"), Filters::number));
        all.put("replace", new Plain(List.of("from", "to"), Filters::replace));
        all.put("trim", new Plain(List.of(), (in, args) -> Values.text(in).strip()));
        all.put("upper", new Plain(List.of(), (in, args) -> Values.text(in).toUpperCase(Locale.ROOT)));
        // percent-encoded text is harmless wherever it goes
        all.put("urlencode", new Plain(List.of(), (in, args) -> new SafeString(Escaping.url(Values.text(in)))));
        return all;
    }

    /** What the engine itself puts behind everything that is printed. */
    static Filter escape(Escape escape) {
        return new Escaper(escape);
    }

    /** A subclass, since Pebble hands safe strings to no other filter as what they are. */
    private static final class Escaper extends EscapeFilter {

        private final Escape escape;

        Escaper(Escape escape) {
            this.escape = escape;
        }

        @Override
        public List<String> getArgumentNames() {
            return List.of();
        }

        @Override
        public Object apply(
                @Nullable Object input,
                Map<String, Object> args,
                PebbleTemplate self,
                EvaluationContext context,
                int line) {
            return input instanceof SafeString ? input : new SafeString(Escaping.escape(Values.text(input), escape));
        }
    }

    private static String abbreviate(String text, Map<String, Object> args) {
        int most = args.get("length") instanceof Number number ? Math.max(1, number.intValue()) : 80;
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(Math.max(0, most - 2))) ? most - 2 : most - 1;
        return text.substring(0, Math.max(0, end)) + "…";
    }

    private static String capitalize(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static int length(Object in) {
        return in instanceof Collection<?> items
                ? items.size()
                : in instanceof Map<?, ?> map ? map.size() : Values.text(in).length();
    }

    private static Object end(Object in, boolean first) {
        if (in instanceof List<?> items) {
            return items.isEmpty() ? "" : items.get(first ? 0 : items.size() - 1);
        }
        String text = Values.text(in);
        return text.isEmpty() ? "" : first ? text.substring(0, 1) : text.substring(text.length() - 1);
    }

    private static Object join(Object in, Map<String, Object> args) {
        String separator = Values.text(args.get("separator"));
        StringBuilder out = new StringBuilder();
        for (Object item : in instanceof Collection<?> items ? new ArrayList<Object>(items) : List.of(in)) {
            out.append(out.isEmpty() ? "" : separator).append(Values.text(item));
            Bounded.checked(out);
        }
        return out.toString();
    }

    private static BigDecimal decimal(Object in) {
        String text = Values.text(in).trim();
        // "1e999999999" is a short text of a sender, and a number that takes all memory once it is written out
        if (text.length() > Values.LONGEST_NUMBER) {
            throw new IllegalArgumentException("a number is too long");
        }
        BigDecimal number = new BigDecimal(text);
        if (Values.unwieldy(number)) {
            throw new IllegalArgumentException("a number has too many digits");
        }
        return number;
    }

    private static Object number(Object in, Map<String, Object> args) {
        String format = Values.text(args.get("format"));
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        return new DecimalFormat(format.isEmpty() ? "#,##0.###" : format, symbols).format(decimal(in));
    }

    private static Object replace(Object in, Map<String, Object> args) {
        String text = Values.text(in);
        if (args.get("from") instanceof Map<?, ?> pairs) {
            for (Map.Entry<?, ?> pair : pairs.entrySet()) {
                text = replace(text, Values.text(pair.getKey()), Values.text(pair.getValue()));
            }
            return text;
        }
        return replace(text, Values.text(args.get("from")), Values.text(args.get("to")));
    }

    private static String replace(String text, String from, String to) {
        if (from.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, done)) {
            out.append(text, done, at).append(to);
            done = at + from.length();
            Bounded.checked(out);
        }
        return out.append(text, done, text.length()).toString();
    }
}
