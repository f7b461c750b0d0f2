/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * Builds nodes from parse events. The library's composer recurses as deep as the file asks for and expands aliases without
 * counting what they hold; here the depth is bounded before each step, and an alias shares the node it names.
 */
final class NodeBuilder {

    /** How many nodes all aliases of a file may stand for, if they were written out. */
    private static final int MOST_BY_ALIAS = 100_000;

    private static final int LONGEST_NUMBER = 1000;
    private static final Set<Tag> TYPED = Set.of(Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.MERGE);
    private static final CoreScalarResolver RESOLVER = new CoreScalarResolver(true);

    private final String file;
    private final ParserImpl events;
    private final Substitution substitution;
    private final Mistakes mistakes;
    private final Map<Anchor, Built> anchors = new HashMap<>();
    private int byAlias;

    NodeBuilder(String file, ParserImpl events, Substitution substitution, Mistakes mistakes) {
        this.file = file;
        this.events = events;
        this.substitution = substitution;
        this.mistakes = mistakes;
    }

    /** A node, the levels below and including it, and the nodes in it when aliases are written out. */
    private record Built(Node node, int height, int size) {}

    /** Nothing behind this place can be read. */
    static final class Unreadable extends RuntimeException {
        private final transient Position at;
        private final String path;
        private final String problem;

        Unreadable(Position at, String path, String problem) {
            super(problem, null, false, false);
            this.at = at;
            this.path = path;
            this.problem = problem;
        }

        Position at() {
            return at;
        }

        String path() {
            return path;
        }

        String problem() {
            return problem;
        }
    }

    Node document() {
        events.next();
        Node root = new Node.Mapping(new Position(file, 1, 1), Map.of());
        if (!events.checkEvent(Event.ID.StreamEnd)) {
            events.next();
            Node read = node(events.next(), "", 0).node();
            root = read instanceof Node.Scalar scalar && scalar.value() == null ? root : read;
            events.next();
            if (!events.checkEvent(Event.ID.StreamEnd)) {
                throw new Unreadable(at(events.next()), "", "a second document begins here; a file holds one");
            }
        }
        return root;
    }

    private Built node(Event event, String path, int depth) {
        if (event instanceof AliasEvent alias) {
            return aliased(alias, path, depth);
        }
        Built built;
        if (event instanceof ScalarEvent scalar) {
            built = new Built(scalar(scalar, path), 0, 1);
        } else {
            CollectionStartEvent start = (CollectionStartEvent) event;
            if (depth >= YamlReader.DEEPEST) {
                throw new Unreadable(at(start), "", "nested deeper than " + YamlReader.DEEPEST + " levels");
            }
            refuseTag(start.getTag(), start, path);
            built = start instanceof MappingStartEvent ? mapping(start, path, depth) : sequence(start, path, depth);
        }
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        if (anchor.isPresent()) {
            anchors.put(anchor.get(), built);
        }
        return built;
    }

    private Built aliased(AliasEvent alias, String path, int depth) {
        Built known = anchors.get(alias.getAlias());
        if (known == null) {
            throw new Unreadable(
                    at(alias), path, "no anchor '&" + alias.getAlias().getValue() + "' is complete before this place");
        }
        byAlias += known.size();
        if (byAlias > MOST_BY_ALIAS || depth + known.height() > YamlReader.DEEPEST) {
            throw new Unreadable(at(alias), path, "the aliases of this file stand for too many or too deep values");
        }
        return known;
    }

    private Built sequence(CollectionStartEvent start, String path, int depth) {
        List<Node> items = new ArrayList<>();
        int height = 0;
        int size = 1;
        for (Event event = events.next(); !is(event, Event.ID.SequenceEnd); event = events.next()) {
            Built item = node(event, path + "[" + items.size() + "]", depth + 1);
            items.add(item.node());
            height = Math.max(height, item.height());
            size += item.size();
        }
        return new Built(new Node.Sequence(at(start), List.copyOf(items)), height + 1, size);
    }

    private Built mapping(CollectionStartEvent start, String path, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        int height = 0;
        int size = 1;
        for (Event event = events.next(); !is(event, Event.ID.MappingEnd); event = events.next()) {
            String key = key(event, path);
            String inner = path.isEmpty() ? key : path + "." + key;
            Built value = node(events.next(), inner, depth + 1);
            Node.Entry entry = new Node.Entry(at(event), value.node());
            Node.Entry earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                mistakes.add(
                        entry.keyAt(),
                        inner,
                        "stands here for the second time; first in line "
                                + earlier.keyAt().line());
            }
            height = Math.max(height, value.height());
            size += value.size();
        }
        return new Built(new Node.Mapping(at(start), Collections.unmodifiableMap(entries)), height + 1, size);
    }

    private String key(Event event, String path) {
        if (!(event instanceof ScalarEvent scalar)) {
            String found = event instanceof AliasEvent
                    ? "an alias"
                    : event instanceof MappingStartEvent ? "a mapping" : "a list";
            throw new Unreadable(at(event), path, "a key must be a text, not " + found);
        }
        refuseTag(scalar.getTag(), scalar, path);
        Tag tag = tagOf(scalar);
        if (tag.equals(Tag.MERGE)) {
            throw new Unreadable(
                    at(event), path, "merge keys ('<<') are not part of YAML 1.2; write the options where they belong");
        }
        if (!tag.equals(Tag.STR)) {
            throw new Unreadable(
                    at(event),
                    path,
                    "a key must be a text, not " + shown(scalar.getValue()) + "; put it in quotes to make it one");
        }
        return scalar.getValue();
    }

    private static String shown(String text) {
        return text.isEmpty() ? "nothing" : text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private Node scalar(ScalarEvent event, String path) {
        refuseTag(event.getTag(), event, path);
        Position at = at(event);
        String text = event.getValue();
        Tag tag = tagOf(event);
        if (!tag.equals(Tag.STR)) {
            return new Node.Scalar(at, value(tag, text, at, path), text, false);
        }
        List<String> problems = new ArrayList<>();
        Substitution.Filled filled = substitution.fill(text, problems::add);
        problems.forEach(problem -> mistakes.add(at, path, problem));
        return problems.isEmpty()
                ? new Node.Scalar(at, filled.text(), filled.text(), filled.substituted(), filled.pieces())
                : new Node.Scalar(at, null, "", true, filled.pieces());
    }

    private static Tag tagOf(ScalarEvent event) {
        return event.isPlain() && event.getTag().isEmpty() ? plainTag(event.getValue()) : Tag.STR;
    }

    private static Tag plainTag(String text) {
        Tag tag = RESOLVER.resolve(text, true);
        // JSON has no infinity and no NaN: the words stay texts
        boolean word = tag.equals(Tag.FLOAT) && text.chars().noneMatch(c -> c >= '0' && c <= '9');
        return word || !TYPED.contains(tag) ? Tag.STR : tag;
    }

    /** What a plain scalar with this text is. One that is beyond what can be read stays a text. */
    static @Nullable Object typed(String text) {
        Tag tag = plainTag(text);
        try {
            return tag.equals(Tag.STR) || text.length() > LONGEST_NUMBER ? text : value(tag, text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private @Nullable Object value(Tag tag, String text, Position at, String path) {
        try {
            if (text.length() <= LONGEST_NUMBER) {
                return value(tag, text);
            }
            mistakes.add(at, path, "a number of more than " + LONGEST_NUMBER + " digits");
        } catch (NumberFormatException e) {
            mistakes.add(at, path, "the number " + shown(text) + " is beyond what can be read");
        }
        return 0L;
    }

    private static @Nullable Object value(Tag tag, String text) {
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return text.toLowerCase(Locale.ROOT).equals("true");
        }
        if (tag.equals(Tag.INT)) {
            return integer(text);
        }
        return tag.equals(Tag.FLOAT) ? new BigDecimal(text) : text;
    }

    private static Object integer(String text) {
        BigInteger number = text.startsWith("0o")
                ? new BigInteger(text.substring(2), 8)
                : text.startsWith("0x")
                        ? new BigInteger(text.substring(2), 16)
                        : new BigInteger(text.startsWith("+") ? text.substring(1) : text);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private void refuseTag(Optional<String> tag, Event event, String path) {
        if (tag.isPresent() && !tag.get().equals("!") && !tag.get().equals(Tag.STR.getValue())) {
            String shown = tag.get().replace(Tag.PREFIX, "!!");
            throw new Unreadable(
                    at(event), path, "tags such as " + shown(shown) + " are not supported; leave the tag out");
        }
    }

    private Position at(Event event) {
        return YamlReader.position(file, event.getStartMark());
    }

    private static boolean is(Event event, Event.ID id) {
        return event.getEventId() == id;
    }
}
