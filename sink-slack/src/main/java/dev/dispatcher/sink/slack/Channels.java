/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Template;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says to which channels an event goes. Any number of threads. */
final class Channels {

    /** The one that a webhook has of its own. */
    static final String OWN = "";

    private static final Pattern NAME = Pattern.compile("[#@]?[\\p{L}\\p{N}._-]{1,80}");

    private final SlackOptions options;
    private final List<String> override;
    private final List<String> fallback;
    private final List<Pattern> allowed;
    private final LongAdder refused;

    Channels(SlackOptions options, PluginContext context) {
        this.options = options;
        this.override = names(options.override().orElse("")).toList();
        this.fallback = names(options.defaultChannels().orElse("")).toList();
        this.allowed = options.allowed().stream().map(Channels::pattern).toList();
        this.refused = context.counter("channels_refused");
    }

    /** @throws DeliveryException when there is none; there never will be */
    List<String> of(Event event) throws DeliveryException {
        if (!override.isEmpty()) {
            return override;
        }
        if (options.channel().isEmpty() && fallback.isEmpty()) {
            return List.of(OWN);
        }
        String chosen = options.channel()
                .map(template -> template.render(event, Template.Escape.NONE, () -> ""))
                .orElse("");
        List<String> names = names(chosen).toList();
        List<String> right = names.stream().filter(this::right).toList();
        refused.add(names.size() - right.size());
        if (right.isEmpty() && fallback.isEmpty()) {
            throw DeliveryException.permanent("the event chooses no channel that is allowed");
        }
        return right.isEmpty() ? fallback : right;
    }

    private boolean right(String name) {
        return NAME.matcher(name).matches()
                && (allowed.isEmpty()
                        || allowed.stream()
                                .anyMatch(pattern -> pattern.matcher(bare(name)).matches()));
    }

    private static Stream<String> names(String text) {
        return Arrays.stream(text.split("[,;\\s]+"))
                .filter(name -> !name.isEmpty())
                .distinct();
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(Arrays.stream(bare(glob.strip()).split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    }

    private static String bare(String name) {
        return name.startsWith("#") ? name.substring(1) : name;
    }
}
