/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Secret;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.config.Durations;
import dev.dispatcher.core.config.OptionInfo;
import dev.dispatcher.core.config.Options;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's own options with their values, as they would stand in the file. */
final class OptionsView {

    private OptionsView() {}

    static Map<String, @Nullable Object> of(Record options) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        List<OptionInfo> infos = Options.of(options.getClass());
        RecordComponent[] components = options.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            try {
                view.put(infos.get(i).name(), plain(components[i].getAccessor().invoke(options)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(components[i].getName() + " cannot be read", e);
            }
        }
        return view;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Optional<?> maybe) {
            return plain(maybe.orElse(null));
        } else if (value instanceof Duration duration) {
            return Durations.text(duration);
        } else if (value instanceof Secret) {
            return "***";
        } else if (value instanceof ByteSize size) {
            return size.toString();
        } else if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
        } else if (value instanceof Integer number) {
            return number.longValue();
        } else if (value instanceof Record nested) {
            return of(nested);
        }
        return value == null || value instanceof Boolean || value instanceof Number ? value : value.toString();
    }
}
