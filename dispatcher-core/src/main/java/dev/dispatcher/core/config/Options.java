/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import dev.dispatcher.api.Option;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what options a record has: the one walk behind binding, reference, schema and {@code describe}. */
public final class Options {

    private Options() {}

    /**
     * The options in the order of the record.
     *
     * @throws IllegalArgumentException when a component's type is none that an option can have, naming the component
     */
    public static List<OptionInfo> of(Class<? extends Record> type) {
        return of(type, List.of());
    }

    private static List<OptionInfo> of(Class<? extends Record> type, List<Class<?>> around) {
        if (around.contains(type)) {
            throw new IllegalArgumentException(type.getSimpleName() + " holds itself");
        }
        List<Class<?>> path = new ArrayList<>(around);
        path.add(type);
        List<OptionInfo> all = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            all.add(info(type, component, path));
        }
        return List.copyOf(all);
    }

    private static OptionInfo info(Class<?> type, RecordComponent component, List<Class<?>> path) {
        OptionType optionType;
        try {
            optionType = OptionType.of(component.getGenericType());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + "." + component.getName() + ": " + e.getMessage(), e);
        }
        Option option = component.getAnnotation(Option.class);
        String fallback = option == null ? "" : option.fallback();
        Class<? extends Record> inner = record(optionType);
        List<OptionInfo> nested = inner == null ? List.of() : of(inner, path);
        boolean mayBeAbsent = !fallback.isEmpty()
                || optionType instanceof OptionType.Maybe
                || optionType instanceof OptionType.Many
                || optionType instanceof OptionType.Named
                || (optionType instanceof OptionType.Nested && nested.stream().noneMatch(OptionInfo::required));
        return new OptionInfo(
                kebab(component.getName()),
                component.getName(),
                optionType,
                !mayBeAbsent,
                fallback,
                option == null ? "" : option.value(),
                nested);
    }

    private static @Nullable Class<? extends Record> record(OptionType type) {
        if (type instanceof OptionType.Maybe maybe) {
            return record(maybe.of());
        }
        if (type instanceof OptionType.Many many) {
            return record(many.of());
        }
        if (type instanceof OptionType.Named named) {
            return record(named.of());
        }
        return type instanceof OptionType.Nested nested ? nested.type() : null;
    }

    /**
     * {@code connectTimeout} is {@code connect-timeout}, {@code baseURL} is {@code base-url}; {@code wait_} is {@code wait},
     * since Java allows no component of that name.
     */
    static String kebab(String name) {
        return name.replaceAll("_$", "")
                .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
                .replace('_', '-')
                .toLowerCase(Locale.ROOT);
    }

    /**
     * What an author has forgotten: an option without {@link Option} or sentence, a type that no option can have, two
     * options alike, a default that cannot be read.
     *
     * @param templates compiles the defaults of templates
     * @return one sentence each; empty when all is well
     */
    public static List<String> check(Class<? extends Record> type, TemplateCompiler templates) {
        List<OptionInfo> options;
        try {
            options = of(type);
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        List<String> problems = new ArrayList<>();
        check("", options, templates, problems);
        return List.copyOf(problems);
    }

    private static void check(
            String above, List<OptionInfo> options, TemplateCompiler templates, List<String> problems) {
        Set<String> names = new HashSet<>();
        for (OptionInfo option : options) {
            String name = above + option.name();
            if (!names.add(option.name())) {
                problems.add(name + ": two components have this name");
            }
            if (option.sentence().isBlank()) {
                problems.add(name + ": has no sentence; add @Option(\"…\")");
            } else if (!option.sentence().strip().endsWith(".")) {
                problems.add(name + ": its sentence does not end with a full stop");
            }
            if (!option.fallback().isEmpty()) {
                Fallbacks.check(option, templates).forEach(problem -> problems.add(name + ": its default: " + problem));
            }
            check(name + ".", option.nested(), templates, problems);
        }
    }
}
