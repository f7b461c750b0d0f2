/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.plugin.Factories.Refusal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options are a record, documented down to the last component. */
final class OptionsCheck {

    private OptionsCheck() {}

    /** @param reserved the word that belongs to the host beside {@code type} */
    static Class<? extends Record> check(@Nullable Class<?> options, String reserved) throws Refusal {
        if (options == null || !options.isRecord()) {
            throw new Refusal("options() must be a record, not " + (options == null ? "null" : options.getName()));
        }
        List<String> undocumented = new ArrayList<>();
        walk(options, options.getSimpleName(), undocumented, new HashSet<>());
        if (!undocumented.isEmpty()) {
            throw new Refusal(
                    "every option needs an @Option with a sentence; missing at " + String.join(", ", undocumented));
        }
        for (RecordComponent component : options.getRecordComponents()) {
            if (component.getName().equals("type") || component.getName().equals(reserved)) {
                throw new Refusal(
                        "the option '" + component.getName() + "' belongs to the dispatcher: choose another" + " name");
            }
        }
        return options.asSubclass(Record.class);
    }

    private static void walk(Class<?> options, String path, List<String> undocumented, Set<Class<?>> seen) {
        if (!seen.add(options)) {
            return;
        }
        for (RecordComponent component : options.getRecordComponents()) {
            String name = path + "." + component.getName();
            Option option = component.getAnnotation(Option.class);
            if (option == null || option.value().isBlank()) {
                undocumented.add(name);
            }
            nested(component.getGenericType(), name, undocumented, seen);
        }
    }

    private static void nested(Type type, String path, List<String> undocumented, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                nested(argument, path, undocumented, seen);
            }
        } else if (type instanceof Class<?> plain
                && plain.isRecord()
                && !plain.getName().startsWith("dev.dispatcher.api.")) {
            walk(plain, path, undocumented, seen);
        }
    }
}
