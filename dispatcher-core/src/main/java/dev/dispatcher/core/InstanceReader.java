/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Binder;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.config.Suggestion;
import dev.dispatcher.core.delivery.DeliveryOptions;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.intake.IntakeOptions;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.plugin.Offer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Binds the {@code portals} and {@code sinks} of {@code dispatcher.yaml}. */
final class InstanceReader {

    static final String TYPE = "type";
    static final String DELIVERY = "delivery";
    static final String INTAKE = "intake";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    private final Catalog catalog;
    private final Mistakes mistakes;
    private final Function<String, BindContext> contexts;

    /** @param contexts what to bind an instance with, by its name */
    InstanceReader(Catalog catalog, Mistakes mistakes, Function<String, BindContext> contexts) {
        this.catalog = catalog;
        this.mistakes = mistakes;
        this.contexts = contexts;
    }

    Map<String, SinkSpec> sinks(@Nullable Node section) {
        Map<String, SinkSpec> sinks = new LinkedHashMap<>();
        each(section, "sinks", (name, node, path, type) -> {
            Optional<Offer<SinkFactory<?>>> offer = catalog.sink(type);
            if (offer.isEmpty()) {
                mistakes.add(at(node, TYPE), path + ".type", catalog.unknownSink(shown(node, type), Suggestion::of));
                return;
            }
            BindContext context = contexts.apply(name);
            Record options = Binder.bind(node, offer.get().options(), path, context, Set.of(TYPE, DELIVERY));
            DeliveryOptions delivery =
                    Binder.bind(node.get(DELIVERY), DeliveryOptions.class, path + "." + DELIVERY, context);
            if (options != null && delivery != null) {
                sinks.put(name, new SinkSpec(name, node.at(), offer.get(), options, delivery));
            }
        });
        return sinks;
    }

    Map<String, PortalSpec> portals(@Nullable Node section, Limits limits) {
        Map<String, PortalSpec> portals = new LinkedHashMap<>();
        each(section, "portals", (name, node, path, type) -> {
            Optional<Offer<PortalFactory<?>>> offer = catalog.portal(type);
            if (offer.isEmpty()) {
                mistakes.add(at(node, TYPE), path + ".type", catalog.unknownPortal(shown(node, type), Suggestion::of));
                return;
            }
            BindContext context = contexts.apply(name);
            Record options = Binder.bind(node, offer.get().options(), path, context, Set.of(TYPE, INTAKE));
            IntakeOptions intake = Binder.bind(node.get(INTAKE), IntakeOptions.class, path + "." + INTAKE, context);
            if (options != null && intake != null) {
                portals.put(name, new PortalSpec(name, node.at(), offer.get(), options, intake, limits));
            }
        });
        return portals;
    }

    private interface Each {
        void accept(String name, Node.Mapping node, String path, String type);
    }

    private void each(@Nullable Node section, String path, Each each) {
        if (section == null || (section instanceof Node.Scalar empty && empty.value() == null)) {
            return;
        }
        if (!(section instanceof Node.Mapping instances)) {
            mistakes.add(section.at(), path, "expected a mapping of names to settings, not " + section.describe());
            return;
        }
        instances.entries().forEach((name, entry) -> one(name, entry, path + "." + name, each));
    }

    private void one(String name, Node.Entry entry, String path, Each each) {
        if (!NAME.matcher(name).matches()) {
            mistakes.add(
                    entry.keyAt(),
                    path,
                    "a name should be letters, digits, '-', '_' and '.', begin with a letter and have at most 64 characters");
        }
        if (!(entry.value() instanceof Node.Mapping node)) {
            mistakes.add(
                    entry.keyAt(),
                    path,
                    "expected a mapping with 'type', not " + entry.value().describe());
            return;
        }
        if (!(node.get(TYPE) instanceof Node.Scalar type) || type.text().isBlank()) {
            mistakes.add(entry.keyAt(), path, "needs 'type': which plugin it is made by");
            return;
        }
        each.accept(name, node, path, type.text());
    }

    /** What was filled in is never shown. */
    private static String shown(Node.Mapping node, String type) {
        return node.get(TYPE) instanceof Node.Scalar scalar && scalar.secret() ? "****" : type;
    }

    private static Position at(Node.Mapping node, String key) {
        Node value = node.get(key);
        return value == null ? node.at() : value.at();
    }
}
