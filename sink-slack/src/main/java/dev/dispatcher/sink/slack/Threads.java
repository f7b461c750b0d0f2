/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which message the events of one incident belong to. In memory, and only so many. Any number of threads. */
final class Threads {

    /** A message as Slack tells of it: its time is its name. */
    record Root(String channel, String time) {}

    private record Key(String channel, String subject) {}

    private static final Set<String> OVER = Set.of("resolved", "ok", "okay", "closed", "recovered", "normal");

    private final SlackOptions options;
    private final Recent<Key, Root> roots;

    Threads(SlackOptions options) {
        this.options = options;
        this.roots = new Recent<>(options.threads());
    }

    /** What the event belongs to; empty where that is nothing. */
    String subject(Event event) {
        return options.thread()
                .map(template ->
                        template.render(event, Template.Escape.NONE, () -> "").strip())
                .orElse("");
    }

    boolean closes(Event event) {
        if (options.close().isEmpty()) {
            return OVER.contains(event.severity().orElse("").strip().toLowerCase(Locale.ROOT));
        }
        String said = options.close()
                .get()
                .render(event, Template.Escape.NONE, () -> "")
                .strip();
        return !said.isEmpty() && !said.equalsIgnoreCase("false");
    }

    @Nullable
    Root root(String channel, String subject) {
        return roots.get(new Key(channel, subject));
    }

    void remember(String channel, String subject, Map<?, ?> posted) {
        if (posted.get("ts") instanceof String time) {
            // chat.update knows channels by their id only
            String id = posted.get("channel") instanceof String given ? given : channel;
            roots.put(new Key(channel, subject), new Root(id, time));
        }
    }

    void forget(String channel, String subject) {
        roots.remove(new Key(channel, subject));
    }

    int size() {
        return roots.size();
    }
}
