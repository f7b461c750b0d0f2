/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import dev.dispatcher.api.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One binding. A value that is null was wrong, and the mistake is noted. */
final class RecordBinding {

    private static final Set<String> HOST_LISTS = Set.of("enabled", "disabled");

    private final BindContext context;
    private final List<String> hidden = new ArrayList<>();

    RecordBinding(BindContext context) {
        this.context = context;
    }

    @Nullable
    Record nested(Class<? extends Record> type, Node node, String path, Set<String> ignored) {
        if (node instanceof Node.Scalar scalar && scalar.value() == null) {
            return record(type, new Node.Mapping(node.at(), Map.of()), path, ignored);
        }
        if (node instanceof Node.Mapping mapping) {
            return record(type, mapping, path, ignored);
        }
        context.mistakes().add(node.at(), path, "expected a mapping, not " + node.describe());
        return null;
    }

    private @Nullable Record record(
            Class<? extends Record> type, Node.Mapping mapping, String path, Set<String> ignored) {
        List<OptionInfo> options = Options.of(type);
        boolean complete = knowsAll(mapping, options, path, ignored);
        @Nullable Object[] values = new Object[options.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = option(options.get(i), mapping, path);
            complete &= values[i] != null;
        }
        return complete ? construct(type, values, mapping, path) : null;
    }

    private boolean knowsAll(Node.Mapping mapping, List<OptionInfo> options, String path, Set<String> ignored) {
        List<String> names = options.stream().map(OptionInfo::name).toList();
        boolean all = true;
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            String key = entry.getKey();
            if (!names.contains(key) && !ignored.contains(key)) {
                all = false;
                context.mistakes().add(entry.getValue().keyAt(), join(path, key), "no such option" + hint(key, names));
            }
        }
        return all;
    }

    private static String hint(String key, List<String> names) {
        String tail = Suggestion.tail(key, names);
        if (!tail.isEmpty()) {
            return tail;
        }
        return names.isEmpty() ? "; there are none here" : "; there are " + String.join(", ", names);
    }

    private @Nullable Object option(OptionInfo option, Node.Mapping mapping, String above) {
        String path = join(above, option.name());
        Node node = mapping.get(option.name());
        boolean emptied = node instanceof Node.Scalar scalar
                && scalar.secret()
                && !scalar.broken()
                && scalar.text().isEmpty();
        if (node != null && !emptied) {
            return value(option.name(), option.type(), node, path);
        }
        Position at = node == null ? mapping.at() : node.at();
        if (!option.fallback().isEmpty()) {
            Node fallback = Fallbacks.node(option, at, context.mistakes());
            return fallback == null ? null : value(option.name(), option.type(), fallback, path);
        }
        if (option.type() instanceof OptionType.Maybe) {
            return Optional.empty();
        }
        if (option.type() instanceof OptionType.Many) {
            return List.of();
        }
        if (option.type() instanceof OptionType.Named) {
            return Map.of();
        }
        if (option.type() instanceof OptionType.Nested nested && !option.required()) {
            return nested(nested.type(), new Node.Mapping(at, Map.of()), path, Set.of());
        }
        String problem = node == null ? "required, but missing" : "required, but what was substituted is empty";
        context.mistakes().add(at, path, problem + (option.sentence().isEmpty() ? "" : ": " + option.sentence()));
        return null;
    }

    @Nullable
    Object value(String name, OptionType type, Node node, String path) {
        if (node instanceof Node.Scalar scalar && scalar.broken()) {
            return null;
        }
        if (type instanceof OptionType.Maybe maybe) {
            if (node instanceof Node.Scalar scalar
                    && (scalar.value() == null || scalar.text().isEmpty())) {
                return Optional.empty();
            }
            Object value = value(name, maybe.of(), node, path);
            return value == null ? null : Optional.of(value);
        }
        if (type instanceof OptionType.Many many) {
            return list(name, many.of(), node, path);
        }
        if (type instanceof OptionType.Named named) {
            return map(named.of(), node, path);
        }
        if (type instanceof OptionType.Nested nested) {
            return nested(nested.type(), node, path, Set.of());
        }
        return type instanceof OptionType.Raw ? node : scalar(type, node, path);
    }

    private @Nullable Object list(String name, OptionType of, Node node, String path) {
        List<Node> items;
        if (node instanceof Node.Sequence sequence) {
            items = sequence.items();
        } else if (node instanceof Node.Scalar scalar) {
            items = scalar.value() == null ? List.of() : split(name, of, scalar);
        } else {
            context.mistakes().add(node.at(), path, "expected a list, not a mapping");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Object value = value("", of, items.get(i), node == items.get(i) ? path : path + "[" + i + "]");
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() < items.size() ? null : List.copyOf(values);
    }

    /** A comma may be part of a secret or a template. */
    private static List<Node> split(String name, OptionType of, Node.Scalar scalar) {
        boolean mayHoldComma = of == OptionType.Scalar.SECRET || of == OptionType.Scalar.TEMPLATE;
        if (mayHoldComma || !(scalar.secret() || HOST_LISTS.contains(name))) {
            return List.of(scalar);
        }
        return Arrays.stream(scalar.text().split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .<Node>map(item -> new Node.Scalar(scalar.at(), item, item, scalar.secret(), scalar.filled()))
                .toList();
    }

    private @Nullable Object map(OptionType of, Node node, String path) {
        if (node instanceof Node.Scalar scalar && scalar.value() == null) {
            return Map.of();
        }
        if (!(node instanceof Node.Mapping mapping)) {
            context.mistakes().add(node.at(), path, "expected a mapping, not " + node.describe());
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            Object value = value("", of, entry.value(), join(path, key));
            if (value != null) {
                values.put(key, value);
            }
        });
        return values.size() < mapping.entries().size() ? null : Collections.unmodifiableMap(values);
    }

    private @Nullable Object scalar(OptionType type, Node node, String path) {
        try {
            if (!(node instanceof Node.Scalar scalar)) {
                throw Values.expected(
                        type instanceof OptionType.Scalar expected ? expected.expected() : type.words(), node);
            }
            if (scalar.secret()) {
                hidden.add(scalar.text());
                hidden.addAll(scalar.filled());
            }
            if (type instanceof OptionType.Choice choice) {
                return Values.choice(choice, scalar);
            }
            OptionType.Scalar expected = (OptionType.Scalar) type;
            Object value = Values.read(expected, scalar, context);
            tellSecrets(expected, value, scalar);
            return value;
        } catch (IllegalArgumentException e) {
            context.mistakes().add(node.at(), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void tellSecrets(OptionType.Scalar type, Object value, Node.Scalar scalar) {
        switch (type) {
            case TEXT, URI, TEMPLATE, SECRET -> scalar.filled().forEach(context.secrets());
            default -> {}
        }
        if (value instanceof Secret secret) {
            hidden.add(secret.reveal());
            context.secrets().accept(secret.reveal());
        }
    }

    private @Nullable Record construct(
            Class<? extends Record> type, @Nullable Object[] values, Node.Mapping mapping, String path) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        String problem;
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            problem = cause instanceof IllegalArgumentException && cause.getMessage() != null
                    ? cause.getMessage()
                    : "the options cannot be made: " + cause;
        } catch (ReflectiveOperationException | RuntimeException e) {
            problem = "the options cannot be made: " + e;
        }
        context.mistakes().add(mapping.at(), path, Masking.of(hidden).mask(problem));
        return null;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
