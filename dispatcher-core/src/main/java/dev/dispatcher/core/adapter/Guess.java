/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Severity;
import dev.dispatcher.core.adapter.Leaves.Leaf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the names and values of samples probably mean. */
final class Guess {

    private static final List<String> MESSAGE = List.of(
            "message",
            "summary",
            "title",
            "description_title",
            "subject",
            "description",
            "text",
            "reason",
            "zen",
            "display_name",
            "name");
    private static final List<String> SEVERITY = List.of(
            "severity",
            "level",
            "priority",
            "urgency",
            "conclusion",
            "build_status",
            "status",
            "state",
            "result",
            "color");
    private static final List<String> TIME = List.of(
            "timestamp",
            "time",
            "datetime",
            "date",
            "startsat",
            "occurred_at",
            "updated_at",
            "created_at",
            "finished_at",
            "lastseen");
    private static final List<String> SOURCE = List.of(
            "source",
            "instance",
            "hostname",
            "host",
            "service",
            "topicarn",
            "full_name",
            "path_with_namespace",
            "culprit",
            "group");
    private static final List<String> LINK = List.of(
            "html_url",
            "web_url",
            "view_url",
            "permalink",
            "full_url",
            "compare",
            "generatorurl",
            "url",
            "link",
            "href",
            "client_url");
    private static final List<String> TYPE =
            List.of("event_type", "object_kind", "kind", "type", "event_action", "event", "action", "phase");
    private static final List<String> DELIVERY = List.of("delivery_id", "event_id", "message_id", "messageid", "uuid");

    /** In the names of credentials and of what only machines read. */
    private static final List<String> NOTHING_FOR_PEOPLE =
            List.of("key", "token", "secret", "password", "signature", "uuid", "hash", "version");

    private static final int MOST_PATHS = 4;
    private static final int MOST_WORDS = 20;
    private static final List<String> NEWS_THAT_ARE_BAD =
            List.of("fail", "err", "crit", "alarm", "firing", "down", "danger", "red", "alerting", "abort");
    private static final List<String> NEWS_TO_WATCH =
            List.of("warn", "unstable", "cancel", "yellow", "pending", "open");

    private final Map<String, List<@Nullable Object>> values = new LinkedHashMap<>();

    Guess(List<Leaf> leaves) {
        leaves.forEach(leaf ->
                values.computeIfAbsent(leaf.name(), name -> new ArrayList<>()).add(leaf.value()));
    }

    /** How many of message, severity and time an object has. */
    static int likeAnEvent(List<Leaf> leaves) {
        Guess guess = new Guess(leaves);
        return (int) Stream.of(guess.messages(), guess.severities(), guess.times())
                .filter(found -> !found.isEmpty())
                .count();
    }

    /** Whether there is a text that somebody wrote for people. */
    static boolean speaks(List<Leaf> leaves) {
        return new Guess(leaves)
                .best(MESSAGE.subList(0, 4), Guess::prose).stream().findAny().isPresent();
    }

    List<String> messages() {
        return best(MESSAGE, Guess::prose);
    }

    List<String> severities() {
        return best(SEVERITY, Guess::word);
    }

    List<String> times() {
        return best(TIME, value -> Moments.read(value) != null);
    }

    List<String> sources() {
        return best(SOURCE, Guess::prose);
    }

    List<String> links() {
        return best(LINK, Guess::link);
    }

    Optional<String> type() {
        return best(TYPE, Guess::word).stream().filter(Guess::namable).findFirst();
    }

    Optional<String> delivery() {
        return best(DELIVERY, value -> value instanceof String text && text.length() >= 8).stream()
                .filter(Guess::namable)
                .findFirst();
    }

    /** The shortest way to any text at all. */
    @Nullable
    String anyText() {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(Guess::prose))
                .map(Map.Entry::getKey)
                .filter(path -> NOTHING_FOR_PEOPLE.stream().noneMatch(last(path)::contains))
                .min(Comparator.comparingInt(Guess::depth))
                .orElse(null);
    }

    /** Words that stand at these paths and are no severity themselves, with what they probably mean. */
    Map<String, String> severityWords(List<String> paths) {
        Map<String, String> words = new TreeMap<>();
        for (String path : paths) {
            for (Object value : values.getOrDefault(path, List.of())) {
                if (value instanceof String text
                        && word(text)
                        && Severity.of(text).isEmpty()
                        && words.size() < MOST_WORDS) {
                    words.put(text, meaning(text.toLowerCase(Locale.ROOT)));
                }
            }
        }
        return words;
    }

    private static String meaning(String word) {
        return NEWS_THAT_ARE_BAD.stream().anyMatch(word::contains)
                ? "error"
                : NEWS_TO_WATCH.stream().anyMatch(word::contains) ? "warning" : "info";
    }

    /** Paths whose last name is one of these, the best names and the shortest ways first. */
    private List<String> best(List<String> names, Predicate<@Nullable Object> fits) {
        return values.entrySet().stream()
                .filter(entry -> names.contains(last(entry.getKey()))
                        && entry.getValue().stream().anyMatch(fits))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingInt((String path) -> names.indexOf(last(path)) + 3 * depth(path)))
                .limit(MOST_PATHS)
                .toList();
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static int depth(String path) {
        return (int) path.chars().filter(c -> c == '.').count();
    }

    private static boolean namable(String path) {
        return !path.contains("'") && !path.contains("\\");
    }

    private static boolean prose(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() && !link(value);
    }

    private static boolean word(@Nullable Object value) {
        return value instanceof String text && text.matches("[\\p{L}\\p{N}_.:-]{1,40}");
    }

    private static boolean link(@Nullable Object value) {
        return value instanceof String text && text.matches("https?://\\S+");
    }
}
