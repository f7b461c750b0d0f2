/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.Event;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Block Kit: what we make ourselves, and what a template made, within the limits. */
final class Blocks {

    private static final int MOST = 50;

    private Blocks() {}

    static Map<String, Object> context(String text) {
        return map("type", "context", "elements", List.of(map("type", "mrkdwn", "text", Texts.cut(text, Texts.FIELD))));
    }

    /** Null where the event has no link that could be behind a button. */
    static @Nullable Map<String, Object> actions(Event event, SlackOptions.Buttons buttons) {
        List<Object> elements = new ArrayList<>();
        button(elements, buttons.view(), event.viewLink().orElse(""), Event.VIEW_LINK);
        button(elements, buttons.ack(), event.ackLink().orElse(""), Event.ACK_LINK);
        return elements.isEmpty() ? null : map("type", "actions", "elements", elements);
    }

    private static void button(List<Object> elements, String label, String link, String id) {
        URI uri = Links.of(link);
        if (uri != null && !label.isBlank()) {
            Map<String, Object> text = map("type", "plain_text", "text", Texts.cut(Texts.escape(label), Texts.BUTTON));
            Map<String, Object> button = map("type", "button", "action_id", id, "text", text);
            button.put("url", uri.toString());
            elements.add(button);
        }
    }

    /** @return null where the value is neither an array nor an object with the array {@code blocks} */
    static @Nullable List<Object> limited(@Nullable Object value, int room) {
        Object blocks = value instanceof Map<?, ?> map ? map.get("blocks") : value;
        if (!(blocks instanceof List<?> list) || list.isEmpty()) {
            return null;
        }
        int most = MOST - room;
        List<Object> kept = new ArrayList<>();
        for (Object block : list.size() <= most ? list : list.subList(0, most - 1)) {
            if (!(block instanceof Map<?, ?> map)) {
                return null;
            }
            kept.add(shortened(map, String.valueOf(map.get("type"))));
        }
        if (list.size() > most) {
            kept.add(context("… and " + (list.size() - most + 1) + " more blocks"));
        }
        return kept;
    }

    private static Map<String, Object> shortened(Map<?, ?> object, String within) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            Object fitting = fitting(name, value, within);
            if (fitting != null) {
                copy.put(name, fitting);
            }
        });
        return copy;
    }

    private static @Nullable Object fitting(String name, @Nullable Object value, String within) {
        if (value instanceof Map<?, ?> map) {
            Object type = map.get("type");
            boolean text = "mrkdwn".equals(type) || "plain_text".equals(type);
            return shortened(map, text || type == null ? within : type.toString());
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object item : list.size() > most(name, within) ? list.subList(0, most(name, within)) : list) {
                Object fitting = fitting(name, item, within.equals("section") && name.equals("fields") ? name : within);
                if (fitting != null) {
                    copy.add(fitting);
                }
            }
            return copy;
        }
        if (!(value instanceof String text)) {
            return value;
        }
        // an address is no mrkdwn, in which & would have to be written another way
        if (name.equals("url") || name.endsWith("_url")) {
            return Texts.unescape(text);
        }
        return Texts.cut(text, longest(name, within));
    }

    private static int most(String name, String within) {
        return switch (within + "." + name) {
            case "section.fields", "context.elements" -> 10;
            case "actions.elements" -> 25;
            default -> 100;
        };
    }

    private static int longest(String name, String within) {
        return switch (name) {
            case "block_id", "action_id" -> 255;
            case "alt_text", "value" -> Texts.FIELD;
            case "text" ->
                switch (within) {
                    case "header" -> Texts.HEADER;
                    case "button" -> Texts.BUTTON;
                    case "fields", "context" -> Texts.FIELD;
                    default -> Texts.SECTION;
                };
            default -> Texts.SECTION;
        };
    }

    static Map<String, Object> map(String key, Object value, Object... more) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        for (int i = 0; i + 1 < more.length; i += 2) {
            map.put(more[i].toString(), more[i + 1]);
        }
        return map;
    }
}
