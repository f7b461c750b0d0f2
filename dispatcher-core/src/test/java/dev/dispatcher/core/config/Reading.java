/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads and binds as the host does, with an environment of its own. */
final class Reading {

    final Map<String, String> env = new HashMap<>();
    final Mistakes mistakes = new Mistakes();
    final List<String> secrets = new ArrayList<>();
    final Substitution substitution;
    private final Path base;

    Reading() {
        this(Path.of("/base"));
    }

    Reading(Path base) {
        this.base = base;
        this.substitution = new Substitution(env::get, base);
    }

    Reading env(String name, String value) {
        env.put(name, value);
        return this;
    }

    Node read(String yaml) {
        return YamlReader.read("dispatcher.yaml", yaml, substitution, mistakes);
    }

    <R extends Record> R bind(String yaml, Class<R> type) {
        return bind(yaml, type, "", Set.of());
    }

    <R extends Record> R bind(String yaml, Class<R> type, String path, Set<String> ignored) {
        Node node = read(yaml);
        return node == null ? null : Binder.bind(node, type, path, context(), ignored);
    }

    BindContext context() {
        return new BindContext("dispatcher.yaml", mistakes, Reading::template, base, secrets::add);
    }

    List<String> said() {
        return mistakes.sorted().stream().map(Mistake::toString).toList();
    }

    static Template template(String source) {
        if (source.contains("{%")) {
            throw new IllegalArgumentException("line 1: no tags here: " + source);
        }
        return new Plain(source);
    }

    private record Plain(String source) implements Template {
        @Override
        public boolean constant() {
            return true;
        }

        @Override
        public String render(Event event, Escape escape, Supplier<String> safe) {
            return source;
        }

        @Override
        public String render(List<Event> batch, Escape escape, Supplier<String> safe) {
            return source;
        }
    }
}
