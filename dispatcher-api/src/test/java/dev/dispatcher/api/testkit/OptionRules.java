/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.BiConsumer;

/** What holds for the options and the discovery of every plugin. */
final class OptionRules {

    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            boolean.class,
            Boolean.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            double.class,
            Double.class,
            Duration.class,
            URI.class,
            Path.class,
            Secret.class,
            Template.class);

    private OptionRules() {}

    static void foundByServiceLoader(Class<?> service, Object factory) {
        List<String> found = new ArrayList<>();
        ServiceLoader.load(service).stream()
                .forEach(offer -> found.add(offer.type().getName()));
        assertThat(found)
                .as(
                        "META-INF/services/%s has a line with %s",
                        service.getName(), factory.getClass().getName())
                .contains(factory.getClass().getName());
        try {
            assertThat(Modifier.isPublic(factory.getClass().getConstructor().getModifiers()))
                    .isTrue();
        } catch (NoSuchMethodException e) {
            fail(
                    "%s needs a public constructor without parameters",
                    factory.getClass().getName());
        }
    }

    static void typeIsAWord(String type) {
        assertThat(type).as("the word behind type:").matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    }

    static void documented(Class<?> options) {
        walk(options, "", (path, component) -> {
            Option option = component.getAnnotation(Option.class);
            assertThat(option).as("@Option on %s", path).isNotNull();
            assertThat(option.value())
                    .as("the sentence of %s", path)
                    .isNotBlank()
                    .endsWith(".");
        });
    }

    static void namedAndTyped(Class<?> options) {
        assertThat(Modifier.isPublic(options.getModifiers()))
                .as("%s is public", options)
                .isTrue();
        walk(options, "", (path, component) -> {
            assertThat(component.getName())
                    .as("camelCase, so that %s has one kebab-case", path)
                    .matches("[a-z][a-zA-Z0-9]*_?");
            assertThat(allowed(component.getGenericType()))
                    .as("type of %s: %s", path, component.getGenericType())
                    .isTrue();
        });
        for (RecordComponent component : options.getRecordComponents()) {
            assertThat(component.getName()).as("a word of the host").isNotIn("type", "delivery", "intake");
        }
    }

    static void fallbacksCanBeRead(Class<?> options) {
        walk(options, "", (path, component) -> {
            Option option = component.getAnnotation(Option.class);
            String fallback = option == null ? "" : option.fallback();
            if (!fallback.isEmpty() && !component.getType().isRecord()) {
                assertThat(readable(component.getType(), fallback))
                        .as("the default of %s: '%s'", path, fallback)
                        .isTrue();
            }
        });
    }

    private static boolean readable(Class<?> type, String text) {
        if (type == boolean.class || type == Boolean.class) {
            return text.equals("true") || text.equals("false");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return text.matches("-?[0-9]+");
        }
        if (type == double.class || type == Double.class) {
            return text.matches("-?[0-9]+(\\.[0-9]+)?");
        }
        if (type == Duration.class) {
            return text.matches("[0-9]+(ms|s|m|h|d)");
        }
        if (type == Secret.class) {
            return false;
        }
        if (type == URI.class) {
            return text.matches("[a-z]+:\\S+");
        }
        if (type.isEnum()) {
            return List.of(type.getEnumConstants()).stream()
                    .anyMatch(constant -> ((Enum<?>) constant)
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(text));
        }
        return true;
    }

    private static boolean allowed(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] inner = generic.getActualTypeArguments();
            return (generic.getRawType() == Optional.class || generic.getRawType() == List.class) && allowed(inner[0])
                    || generic.getRawType() == Map.class && inner[0] == String.class && allowed(inner[1]);
        }
        return type instanceof Class<?> plain && (PLAIN.contains(plain) || plain.isEnum() || plain.isRecord());
    }

    private static void walk(Class<?> options, String path, BiConsumer<String, RecordComponent> visit) {
        for (RecordComponent component : options.getRecordComponents()) {
            String name = path + component.getName();
            visit.accept(name, component);
            for (Class<?> nested : records(component.getGenericType())) {
                walk(nested, name + ".", visit);
            }
        }
    }

    private static List<Class<?>> records(Type type) {
        if (type instanceof ParameterizedType generic) {
            return List.of(generic.getActualTypeArguments()).stream()
                    .flatMap(inner -> records(inner).stream())
                    .toList();
        }
        return type instanceof Class<?> plain && plain.isRecord() && plain != Secret.class ? List.of(plain) : List.of();
    }

    /** The values of every {@link Secret} in a value. */
    static List<String> secrets(Object value) {
        List<String> found = new ArrayList<>();
        collect(value, found);
        return found;
    }

    private static void collect(Object value, List<String> found) {
        if (value instanceof Secret secret) {
            found.add(secret.reveal());
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(inner -> collect(inner, found));
        } else if (value instanceof Collection<?> list) {
            list.forEach(inner -> collect(inner, found));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(inner -> collect(inner, found));
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    collect(component.getAccessor().invoke(value), found);
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException("cannot look into " + value.getClass(), e);
                }
            }
        }
    }
}
