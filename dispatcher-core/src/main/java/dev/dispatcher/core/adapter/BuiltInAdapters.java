/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.template.Templates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The adapters that come with the dispatcher. Read when first asked for. */
final class BuiltInAdapters {

    private static final List<String> NAMES = List.of(
            "alertmanager",
            "burrow",
            "github",
            "gitlab",
            "grafana",
            "jenkins",
            "kapacitor",
            "pagerduty",
            "prometheus",
            "sentry",
            "sns");

    private BuiltInAdapters() {}

    private static final class Holder {
        static final Map<String, Node.Mapping> NODES = readNodes();
        static final Map<String, AdapterSpec> SPECS = readSpecs();
    }

    static Map<String, AdapterSpec> all() {
        return Holder.SPECS;
    }

    static Map<String, Node.Mapping> nodes() {
        return Holder.NODES;
    }

    /** The file of one, for people to read. */
    static String text(String name) {
        try (InputStream in = BuiltInAdapters.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("there is no built-in adapter " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Node.Mapping> readNodes() {
        Map<String, Node.Mapping> nodes = new TreeMap<>();
        Mistakes mistakes = new Mistakes();
        Substitution none = new Substitution(name -> null, Path.of(""));
        for (String name : NAMES) {
            if (YamlReader.read(name + ".yaml", text(name), none, mistakes) instanceof Node.Mapping mapping) {
                nodes.put(name, mapping);
            }
        }
        whole(mistakes);
        return nodes;
    }

    private static Map<String, AdapterSpec> readSpecs() {
        Map<String, AdapterSpec> specs = new TreeMap<>();
        Mistakes mistakes = new Mistakes();
        Templates templates = new Templates(failure -> {});
        Holder.NODES.forEach((name, node) -> {
            BindContext context =
                    new BindContext(name + ".yaml", mistakes, templates::compile, Path.of(""), secret -> {});
            AdapterSpec spec = new AdapterReader(context).read(name, true, node, Map.of());
            if (spec != null) {
                specs.put(name, spec);
            }
        });
        whole(mistakes);
        return specs;
    }

    private static void whole(Mistakes mistakes) {
        if (mistakes.any()) {
            throw new IllegalStateException("a built-in adapter is wrong: " + mistakes.sorted());
        }
    }
}
