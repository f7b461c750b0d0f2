/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an option can hold. */
public sealed interface OptionType {

    /** For tables: {@code duration}, {@code list of texts}, {@code one of a, b}. */
    String words();

    /** One value, written as a YAML scalar. */
    enum Scalar implements OptionType {
        TEXT("text", "a text"),
        BOOLEAN("true or false", "true or false"),
        INT("whole number", "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE),
        LONG("whole number", "a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE),
        DOUBLE("number", "a number"),
        DURATION("duration", "a duration such as 500ms, 10s or 5m"),
        SIZE("size", "a size such as 64KB, 1MB or 8MiB"),
        URI("address", "an address such as https://example.org/path"),
        PATH("path", "a path"),
        SECRET("secret", "a text"),
        TEMPLATE("template", "a template");

        private final String words;
        private final String expected;

        Scalar(String words, String expected) {
            this.words = words;
            this.expected = expected;
        }

        @Override
        public String words() {
            return words;
        }

        String expected() {
            return expected;
        }
    }

    /** One of a closed list of words. */
    record Choice(Class<? extends Enum<?>> type) implements OptionType {

        /** In kebab-case, in the order of declaration. */
        public List<String> names() {
            return Arrays.stream(type.getEnumConstants()).map(Choice::name).toList();
        }

        static String name(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        @Override
        public String words() {
            return "one of " + String.join(", ", names());
        }
    }

    /** May be left out. */
    record Maybe(OptionType of) implements OptionType {
        @Override
        public String words() {
            return of.words();
        }
    }

    /** A list. */
    record Many(OptionType of) implements OptionType {
        @Override
        public String words() {
            return "list of " + plural(of);
        }
    }

    /** A mapping with any keys. */
    record Named(OptionType of) implements OptionType {
        @Override
        public String words() {
            return "mapping of names to " + plural(of);
        }
    }

    /** A mapping with the options of a record. */
    record Nested(Class<? extends Record> type) implements OptionType {
        @Override
        public String words() {
            return "mapping";
        }
    }

    /** Anything: bound as the {@link Node} itself, for the host to read on its own. */
    record Raw() implements OptionType {
        @Override
        public String words() {
            return "anything";
        }
    }

    private static String plural(OptionType type) {
        if (type == Scalar.URI) {
            return "addresses";
        }
        boolean asItIs = type == Scalar.BOOLEAN || type instanceof Choice || type instanceof Raw;
        return asItIs ? type.words() : type.words() + "s";
    }

    /**
     * Reads the type of a record's component.
     *
     * @throws IllegalArgumentException for a type that no option can have
     */
    static OptionType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return new Maybe(of(arguments[0]));
            }
            if (generic.getRawType() == List.class) {
                return new Many(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new Named(of(arguments[1]));
            }
        }
        if (type instanceof Class<?> plain) {
            return of(plain);
        }
        throw new IllegalArgumentException("an option cannot be of type " + type.getTypeName());
    }

    private static OptionType of(Class<?> type) {
        if (type.isRecord() && type != Secret.class && type != ByteSize.class) {
            return new Nested(type.asSubclass(Record.class));
        }
        if (type.isEnum()) {
            @SuppressWarnings("unchecked") // isEnum says so
            Class<? extends Enum<?>> choice = (Class<? extends Enum<?>>) type;
            return new Choice(choice);
        }
        if (type == Node.class) {
            return new Raw();
        }
        Scalar scalar = SCALARS.get(type);
        if (scalar == null) {
            throw new IllegalArgumentException("an option cannot be of type " + type.getName());
        }
        return scalar;
    }

    /** The Java types of the scalars. */
    Map<Class<?>, Scalar> SCALARS = Map.ofEntries(
            Map.entry(String.class, Scalar.TEXT),
            Map.entry(boolean.class, Scalar.BOOLEAN),
            Map.entry(Boolean.class, Scalar.BOOLEAN),
            Map.entry(int.class, Scalar.INT),
            Map.entry(Integer.class, Scalar.INT),
            Map.entry(long.class, Scalar.LONG),
            Map.entry(Long.class, Scalar.LONG),
            Map.entry(double.class, Scalar.DOUBLE),
            Map.entry(Double.class, Scalar.DOUBLE),
            Map.entry(Duration.class, Scalar.DURATION),
            Map.entry(ByteSize.class, Scalar.SIZE),
            Map.entry(URI.class, Scalar.URI),
            Map.entry(Path.class, Scalar.PATH),
            Map.entry(Secret.class, Scalar.SECRET),
            Map.entry(Template.class, Scalar.TEMPLATE));
}
