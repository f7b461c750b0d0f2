/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.Template.Escape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a message of an event. Any number of threads. */
final class Messages {

    private static final Pattern EMOJI = Pattern.compile(":?[\\p{L}\\p{N}_+'-]{1,100}:?");
    private static final int NAME = 80;

    private final SlackOptions options;
    private final Json json;
    private final LongAdder unrenderable;

    Messages(SlackOptions options, PluginContext context) {
        this.options = options;
        this.json = context.json();
        this.unrenderable = context.counter("unrenderable");
    }

    /** A new message, without its channel. */
    Map<String, Object> created(Event event) {
        Map<String, Object> message = content(event, Texts.MESSAGE);
        sender(event, message);
        return message;
    }

    /** What an earlier message becomes. */
    Map<String, Object> changed(Event event) {
        Map<String, Object> message = content(event, Texts.CHANGED);
        message.putIfAbsent("attachments", List.of());
        return message;
    }

    /** The escaped text: the message, or the kind where there is nothing to read. */
    String text(Event event) {
        String text = options.text().render(event, Escape.SLACK, () -> Texts.escape(event.message()));
        return text.isBlank() ? Texts.escape(event.kind()) : text;
    }

    void sender(Event event, Map<String, Object> message) {
        put(message, "username", value(options.username(), event, Escape.SLACK), NAME);
        String icon = value(options.icon(), event, Escape.NONE);
        if (Links.of(icon) != null) {
            message.put("icon_url", icon);
        } else if (EMOJI.matcher(icon).matches()) {
            message.put("icon_emoji", ":" + icon.replace(":", "") + ":");
        }
        message.put("unfurl_links", options.unfurl());
        message.put("unfurl_media", options.unfurl());
    }

    private Map<String, Object> content(Event event, int most) {
        Map<String, Object> message = new LinkedHashMap<>();
        String text = Texts.cut(text(event), most);
        message.put("text", text);
        Map<String, Object> actions = options.bar() ? Blocks.actions(event, options.buttons()) : null;
        List<Object> blocks = blocks(event, actions);
        if (blocks != null) {
            message.put("blocks", blocks);
            actions = null;
        }
        List<Object> attachments = new ArrayList<>();
        for (SlackOptions.Attachment attachment : options.attachments()) {
            attachments.add(attachment(attachment, event, text));
        }
        List<Object> below = new ArrayList<>();
        if (options.bar() && blocks == null && attachments.isEmpty()) {
            below.add(Blocks.context(origin(event)));
        }
        if (actions != null) {
            below.add(actions);
        }
        if (!below.isEmpty()) {
            String fallback = Texts.line(text, Texts.TITLE);
            attachments.add(
                    Blocks.map("color", Colors.of(options.color(), event), "fallback", fallback, "blocks", below));
        }
        if (!attachments.isEmpty()) {
            message.put("attachments", attachments);
        }
        return message;
    }

    private static String origin(Event event) {
        return Stream.of(event.severity(), event.source(), Optional.of(event.kind()))
                .flatMap(Optional::stream)
                .filter(part -> !part.isBlank() && !part.equals(Event.UNKNOWN_KIND))
                .map(part -> Texts.cut(Texts.escape(part.replaceAll("\\s+", " ")), Texts.TITLE))
                .reduce((left, right) -> left + "  ·  " + right)
                .orElse(event.timestamp().toString());
    }

    /** Null where none are configured, or this event makes none. */
    private @Nullable List<Object> blocks(Event event, @Nullable Map<String, Object> actions) {
        if (options.blocks().isEmpty()) {
            return null;
        }
        String text = options.blocks().get().render(event, Escape.SLACK_JSON, () -> "");
        List<Object> blocks = null;
        try {
            blocks = text.isBlank()
                    ? null
                    : Blocks.limited(json.read(text.getBytes(StandardCharsets.UTF_8)), actions == null ? 0 : 1);
        } catch (IOException e) {
            // counted below, with what is JSON but no blocks
        }
        if (blocks == null) {
            unrenderable.increment();
        } else if (actions != null) {
            blocks.add(actions);
        }
        return blocks;
    }

    private Map<String, Object> attachment(SlackOptions.Attachment of, Event event, String text) {
        Map<String, Object> made = new LinkedHashMap<>();
        String fallback = value(of.fallback(), event, Escape.SLACK);
        put(made, "fallback", fallback.isEmpty() ? Texts.line(text, Texts.TITLE) : fallback, Texts.TITLE);
        made.put("color", Colors.of(of.color().or(options::color), event));
        put(made, "pretext", value(of.pretext(), event, Escape.SLACK), Texts.SECTION);
        put(made, "author_name", value(of.authorName(), event, Escape.SLACK), Texts.TITLE);
        link(made, "author_link", of.authorLink(), event);
        put(made, "title", value(of.title(), event, Escape.SLACK), Texts.TITLE);
        link(made, "title_link", of.titleLink(), event);
        put(made, "text", value(of.text(), event, Escape.SLACK), Texts.SECTION);
        link(made, "image_url", of.imageUrl(), event);
        put(made, "footer", value(of.footer(), event, Escape.SLACK), Texts.TITLE);
        List<Object> fields = new ArrayList<>();
        of.fields().forEach((title, template) -> {
            String value = value(Optional.of(template), event, Escape.SLACK);
            if (!value.isEmpty()) {
                fields.add(Blocks.map(
                        "title",
                        Texts.cut(Texts.escape(title), Texts.TITLE),
                        "value",
                        Texts.cut(value, Texts.FIELD),
                        "short",
                        of.shortFields()));
            }
        });
        if (!fields.isEmpty()) {
            made.put("fields", fields);
        }
        made.put("mrkdwn_in", List.of("pretext", "text", "fields"));
        return made;
    }

    /** One message for all of these: the first ones in a line each, the rest in numbers. */
    Map<String, Object> digest(List<Event> events) {
        int listed = Math.min(events.size(), options.digest().lines());
        StringBuilder text = new StringBuilder("*" + events.size() + " more events in short succession*");
        int rest = events.size();
        for (Event event : events.subList(0, listed)) {
            String line =
                    "\n• " + event.severity().map(Messages::mark).orElse("") + Texts.line(text(event), Texts.TITLE);
            if (text.length() + line.length() > Texts.MESSAGE - 1000) {
                break;
            }
            text.append(line);
            rest--;
        }
        if (rest > 0) {
            Map<String, Long> counts = events.subList(events.size() - rest, events.size()).stream()
                    .collect(Collectors.groupingBy(Messages::word, LinkedHashMap::new, Collectors.counting()));
            text.append("\n… and ").append(rest).append(" more: ");
            text.append(counts.entrySet().stream()
                    .map(count -> count.getValue() + " " + count.getKey())
                    .collect(Collectors.joining(", ")));
        }
        Map<String, Object> message = Blocks.map("text", Texts.cut(text.toString(), Texts.MESSAGE));
        sender(events.get(0), message);
        return message;
    }

    private static String mark(String severity) {
        return severity.isBlank() ? "" : "[" + Texts.line(Texts.escape(severity), 20) + "] ";
    }

    /** Of a closed list: senders may write anything as the severity. */
    private static String word(Event event) {
        return event.severity()
                .flatMap(dev.dispatcher.api.Severity::of)
                .map(severity -> severity.name().toLowerCase(java.util.Locale.ROOT))
                .orElse("of no known severity");
    }

    private static String value(Optional<Template> template, Event event, Escape escape) {
        return template.map(given -> given.render(event, escape, () -> "").strip())
                .orElse("");
    }

    private static void put(Map<String, Object> message, String name, String value, int most) {
        if (!value.isEmpty()) {
            message.put(name, Texts.cut(value, most));
        }
    }

    private static void link(Map<String, Object> message, String name, Optional<Template> template, Event event) {
        String link = value(template, event, Escape.NONE);
        if (Links.of(link) != null) {
            message.put(name, link);
        }
    }
}
