/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Binder;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.FileSet;
import dev.dispatcher.core.config.Masking;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.rules.RulesContext;
import dev.dispatcher.core.rules.Ruleset;
import dev.dispatcher.core.store.StoreAddress;
import dev.dispatcher.core.template.Templates;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads {@code dispatcher.yaml} and the rules, once. One thread. */
final class ConfigurationReader {

    static final String MAIN_FILE = "dispatcher.yaml";
    static final Position BEGIN = new Position(MAIN_FILE, 1, 1);
    static final String PORTALS = "portals";
    static final String SINKS = "sinks";
    /** Who is told about failed templates that stand in rules. */
    static final String RULES = "rules";
    /** Who is told about those that stand in adapters. */
    static final String ADAPTERS = "adapters";

    private final Home home;
    private final Consumer<String> templateFailed;
    private final Mistakes mistakes = new Mistakes();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final Function<String, @Nullable String> env;
    private final Substitution substitution;
    private final String before;
    private final @Nullable Node main;
    private final @Nullable Settings settings;

    ConfigurationReader(Home home, Function<String, @Nullable String> env, Consumer<String> templateFailed) {
        this.home = home;
        this.env = env;
        this.before = basic(home);
        this.templateFailed = templateFailed;
        this.substitution = new Substitution(env, home.conf());
        Path file = home.conf().resolve(MAIN_FILE);
        files.add(file);
        this.main = ShortForms.written(YamlReader.readFile(MAIN_FILE, file, substitution, mistakes));
        this.settings = main == null
                ? null
                : Binder.bind(main, Settings.class, "", context(MAIN_FILE, "configuration"), Set.of(PORTALS, SINKS));
        if (settings != null) {
            // an address is no secret, wherever it comes from
            secrets.remove(settings.http().listen());
            secrets.remove("none");
        }
    }

    /** The types for which the user's plugins stand in; empty when the file cannot be read. */
    Set<String> replace() {
        return settings == null ? Set.of() : Set.copyOf(settings.replace());
    }

    Set<String> sinkNames() {
        return names(section(SINKS));
    }

    Configuration read(Catalog catalog) throws ConfigException {
        InstanceReader instances = new InstanceReader(catalog, mistakes, name -> context(MAIN_FILE, name));
        Map<String, SinkSpec> sinks = instances.sinks(section(SINKS));
        Map<String, PortalSpec> portals = instances.portals(section(PORTALS), limits());
        Set<String> off = settings == null
                ? Set.of()
                : Selection.of(main, settings, names(section(SINKS)), names(section(PORTALS)), mistakes)
                        .off();
        for (String name : off) {
            // whatever is wrong with what is off does not matter: often it is its secret that is not there
            mistakes.forget(SINKS + "." + name);
            mistakes.forget(PORTALS + "." + name);
        }
        References.checkFallbacks(sinks, off, section(SINKS), mistakes, warnings);
        if (settings != null) {
            References.checkSendAllTo(settings, names(section(SINKS)), off, main, mistakes);
        }
        Ruleset rules = rules(names(section(SINKS)), off);
        AdapterSet adapters = adapters();
        StoreAddress store = store();
        UnaryOperator<String> mask = Masking.of(secrets)::mask;
        if (mistakes.any()) {
            throw Masked.exception(mistakes.sorted(), mask);
        }
        if (settings == null || rules == null) {
            throw new IllegalStateException("a configuration that cannot be read, without a mistake");
        }
        sinks.keySet().removeAll(off);
        portals.keySet().removeAll(off);
        warnings.addAll(catalog.warnings());
        catalog.plugins().forEach(plugin -> plugin.problems().forEach(problem -> warnings.add("plugin: " + problem)));
        rules.warnings().forEach(warning -> warnings.add(warning.toString()));
        References.warnUnused(sinks, portals, rules, settings, warnings);
        Shouts.of(settings).forEach(warnings::add);
        files.addAll(settings.http().files());
        files.addAll(substitution.files());
        files.addAll(rules.files());
        Set<Path> ruleFiles = new LinkedHashSet<>(RuleFiles.in(home.conf()).watched());
        ruleFiles.addAll(rules.files());
        return new Configuration(
                settings,
                Collections.unmodifiableMap(sinks),
                Collections.unmodifiableMap(portals),
                rules,
                adapters,
                store,
                warnings.stream().map(mask).toList(),
                Set.copyOf(secrets),
                Set.copyOf(files),
                unchangedHash(),
                new FileSet(ruleFiles).fingerprint(),
                Map.copyOf(keys()));
    }

    private StoreAddress store() {
        if (settings == null) {
            return StoreAddress.none();
        }
        String variable = env.apply(StoreAddress.VARIABLE);
        try {
            StoreAddress store = StoreAddress.of(settings.store(), variable, home.data());
            secrets.addAll(store.secrets());
            return store;
        } catch (IllegalArgumentException e) {
            mistakes.add(
                    BEGIN,
                    "store",
                    "the environment's " + StoreAddress.VARIABLE + " cannot be used: " + e.getMessage());
            return StoreAddress.none();
        }
    }

    private AdapterSet adapters() {
        AdapterFiles found = AdapterFiles.in(home.conf());
        files.add(found.folder());
        Map<String, Node> nodes = new LinkedHashMap<>();
        found.files().forEach((name, file) -> {
            Node node = YamlReader.readFile(AdapterFiles.label(file), file, substitution, mistakes);
            if (node != null) {
                node.filledIn().forEach(secrets::add);
                nodes.put(name, node);
            }
        });
        return AdapterSet.read(
                nodes,
                new FileSet(List.of(found.folder())).fingerprint(),
                name -> context(AdapterFiles.label(found.files().get(name)), ADAPTERS));
    }

    /** A file that was written while it was read must look changed, so that it is read again. */
    private String unchangedHash() {
        String hash = new FileSet(files).fingerprint();
        return basic(home).equals(before) ? hash : "changed while it was read";
    }

    private static String basic(Home home) {
        List<Path> basic = new ArrayList<>(RuleFiles.in(home.conf()).watched());
        basic.add(home.conf().resolve(MAIN_FILE));
        basic.add(AdapterFiles.in(home.conf()).folder());
        return new FileSet(basic).fingerprint();
    }

    private @Nullable Ruleset rules(Set<String> sinks, Set<String> off) {
        List<Node> nodes = new ArrayList<>();
        RuleFiles found = RuleFiles.in(home.conf());
        files.addAll(found.watched());
        if (found.files().isEmpty()) {
            mistakes.add(
                    new Position(RuleFiles.MAIN, 1, 1),
                    "",
                    "there is no " + home.conf().resolve(RuleFiles.MAIN) + " and nothing in " + RuleFiles.FOLDER
                            + "/; 'dispatcher init' writes one to begin with");
            return null;
        }
        found.files().forEach((label, file) -> {
            Node node = YamlReader.readFile(label, file, substitution, mistakes);
            if (node != null) {
                node.filledIn().forEach(secrets::add);
                nodes.add(node);
            }
        });
        Consumer<String> told = templateFailed;
        Templates templates = new Templates(failure -> told.accept(RULES));
        return Ruleset.read(
                nodes,
                new RulesContext(
                        mistakes,
                        templates::compile,
                        home.conf(),
                        sinks,
                        off,
                        new EventReader(limits(), Clock.systemUTC(), new Ids(Clock.systemUTC()), Counts.NONE)::event));
    }

    private Limits limits() {
        return settings == null ? Limits.DEFAULTS : settings.events();
    }

    private @Nullable Node section(String name) {
        return main instanceof Node.Mapping mapping ? mapping.get(name) : null;
    }

    private Map<String, Position> keys() {
        Map<String, Position> keys = new LinkedHashMap<>();
        if (main instanceof Node.Mapping sections) {
            sections.entries().forEach((name, section) -> {
                keys.put(name, section.keyAt());
                if (section.value() instanceof Node.Mapping options && !name.equals(SINKS) && !name.equals(PORTALS)) {
                    options.entries().forEach((key, option) -> keys.put(name + "." + key, option.keyAt()));
                }
            });
        }
        return keys;
    }

    private static Set<String> names(@Nullable Node section) {
        return section instanceof Node.Mapping mapping ? mapping.entries().keySet() : Set.of();
    }

    private BindContext context(String file, String instance) {
        // not this: it would live as long as the templates, with all that it has read
        Consumer<String> told = templateFailed;
        Templates templates = new Templates(failure -> told.accept(instance));
        return new BindContext(file, mistakes, templates::compile, home.conf(), secrets::add);
    }
}
