/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON inside a text of JSON, as senders do that carry what others wrote. */
final class Packed {

    private static final JacksonJson JSON = new JacksonJson();

    private Packed() {}

    /** Puts what the text says in its place; leaves everything else as it is. */
    @SuppressWarnings("unchecked") // a cleaned tree has maps of texts only
    static void open(@Nullable Object tree, String path) {
        int dot = path.lastIndexOf('.');
        Object holder = dot < 0 ? tree : Tree.find(tree, path.substring(0, dot));
        String name = path.substring(dot + 1);
        if (holder instanceof Map<?, ?> map && map.get(name) instanceof String text && looksPacked(text)) {
            try {
                Object inside = Tree.clean(JSON.read(text.getBytes(StandardCharsets.UTF_8)));
                ((Map<String, @Nullable Object>) map).put(name, inside);
            } catch (IOException e) {
                // it only looked like JSON: the text stays
            }
        }
    }

    private static boolean looksPacked(String text) {
        String trimmed = text.strip();
        return trimmed.startsWith("{") || trimmed.startsWith("[");
    }
}
