/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.dispatcher.core.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may import whom. Packages that are side by side know nothing of each other; only the root wires them. */
class ArchitectureTest {

    private static final String CORE = "dev.dispatcher.core";

    /** An event's way, from left to right: each package may import those before it. */
    private static final List<String> WAY = List.of(
            "json", "config", "template", "event", "rules", "adapter", "queue", "journal", "delivery", "intake");

    /** Keys and certificates, for both sides of a connection. */
    private static final String TLS = "tls";

    private static final Map<String, Set<String>> BESIDE = Map.of(
            "plugin", Set.of("config"),
            "client", Set.of(TLS),
            "server", Set.of("json", "config", TLS),
            "logging", Set.of("json", "config"),
            "builtin", Set.of("logging"),
            "store", Set.of("json", "config"),
            "history", Set.of("json", "config", "event", "queue", "intake", "store"));

    /** Plain counters, which know of nothing and in which everything counts. */
    private static final String COUNTERS = "metrics";

    /** Threads, which know of nothing too. */
    private static final String THREADS = "thread";

    /** The trace of a request on its way through, which knows of nothing too. */
    private static final String TRACE = "trace";

    /** Which packages may use a library. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry("io.undertow..", Set.of("server")),
            Map.entry("org.xnio..", Set.of("server")),
            Map.entry("org.apache.hc..", Set.of("client")),
            Map.entry("io.pebbletemplates..", Set.of("template")),
            Map.entry("com.fasterxml.jackson..", Set.of("json", "event")),
            Map.entry("io.prometheus..", Set.of("metrics")),
            Map.entry("org.snakeyaml..", Set.of("config")),
            Map.entry("ch.qos.logback..", Set.of("logging")),
            Map.entry("picocli..", Set.of("cli")),
            Map.entry("com.zaxxer.hikari..", Set.of("store")),
            Map.entry("org.h2..", Set.of("store")),
            Map.entry("org.postgresql..", Set.of("store")),
            Map.entry("liquibase..", Set.of("store")));

    private static final Pattern CORE_IN_A_PLUGIN = Pattern.compile("\\bdev\\.dispatcher\\.core\\b");

    static {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("com.tngtech.archunit"))
                .setLevel(ch.qos.logback.classic.Level.WARN);
    }

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(CORE);

    @TempDir
    Path temp;

    private static Map<String, Set<String>> allowed() {
        Map<String, Set<String>> allowed = new TreeMap<>(BESIDE);
        for (int i = 0; i < WAY.size(); i++) {
            allowed.put(WAY.get(i), new TreeSet<>(WAY.subList(0, i)));
        }
        allowed.replaceAll((name, may) -> {
            Set<String> all = new TreeSet<>(may);
            all.add(COUNTERS);
            all.add(THREADS);
            all.add(TRACE);
            return all;
        });
        allowed.put(COUNTERS, Set.of());
        allowed.put(THREADS, Set.of());
        allowed.put(TLS, Set.of());
        allowed.put(TRACE, Set.of());
        return allowed;
    }

    private static List<ArchRule> oneWay() {
        Map<String, Set<String>> allowed = allowed();
        List<ArchRule> rules = new ArrayList<>();
        allowed.forEach((name, may) -> {
            Set<String> forbidden = new TreeSet<>(Set.of(CORE, CORE + ".cli.."));
            allowed.keySet().stream()
                    .filter(other -> !other.equals(name) && !may.contains(other))
                    .forEach(other -> forbidden.add(CORE + "." + other + ".."));
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(CORE + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.toArray(String[]::new))
                    .allowEmptyShould(true));
        });
        rules.add(noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CORE + ".cli..")
                .allowEmptyShould(true));
        return rules;
    }

    private static List<ArchRule> libraries() {
        List<ArchRule> rules = new ArrayList<>();
        LIBRARIES.forEach((library, users) -> rules.add(noClasses()
                .that()
                .resideInAPackage(CORE + "..")
                .and()
                .resideOutsideOfPackages(
                        users.stream().map(user -> CORE + "." + user + "..").toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)));
        return rules;
    }

    @Test
    void thePackagesGoOneWay() {
        oneWay().forEach(rule -> rule.check(MAIN));
    }

    @Test
    void eachLibraryIsUsedInOnePlace() {
        libraries().forEach(rule -> rule.check(MAIN));
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(strangers(MAIN)).isEmpty();
    }

    private static Set<String> strangers(JavaClasses classes) {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass each : classes) {
            String name = each.getPackageName();
            String first =
                    name.equals(CORE) ? "" : name.substring(CORE.length() + 1).split("\\.")[0];
            if (!first.isEmpty() && !first.equals("cli") && !allowed().containsKey(first)) {
                strangers.add(name);
            }
        }
        return strangers;
    }

    @Test
    void theApiNeedsTheJdkAndSlf4jOnly() {
        classes()
                .that()
                .resideInAPackage("dev.dispatcher.api")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.dispatcher.api", "java..", "javax..", "org.slf4j..", "org.jspecify..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.dispatcher.api"));
    }

    @Test
    void noPluginMentionsTheCore() throws IOException {
        Path reactor = Path.of("").toAbsolutePath().getParent();
        List<Path> modules = pluginModules(reactor);
        assertThat(modules)
                .extracting(module -> module.getFileName().toString())
                .contains("portal-http", "sink-webhook");
        assertThat(mentionsOfCore(modules)).isEmpty();
    }

    private static List<Path> pluginModules(Path reactor) throws IOException {
        try (Stream<Path> folders = Files.list(reactor)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("(portal|sink)-.*"))
                    .filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> mentionsOfCore(List<Path> modules) throws IOException {
        List<String> mentions = new ArrayList<>();
        for (Path module : modules) {
            Path sources = module.resolve("src/main/java");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    Files.readAllLines(file).stream()
                            .filter(CORE_IN_A_PLUGIN.asPredicate())
                            .forEach(line -> mentions.add(module.relativize(file) + ": " + line.trim()));
                }
            }
        }
        return mentions;
    }

    private JavaClasses example(String bad, String body, String usedPackage) throws IOException {
        int dot = bad.lastIndexOf('.');
        Path jar = new PluginJar()
                .source(usedPackage + ".Used", "package " + usedPackage + "; public class Used {}")
                .source(
                        bad,
                        "package " + bad.substring(0, dot) + "; class " + bad.substring(dot + 1) + " { " + body + " }")
                .write(Files.createTempDirectory(temp, "example").resolve("example.jar"));
        try (JarFile file = new JarFile(jar.toFile())) {
            return new ClassFileImporter().importJar(file);
        }
    }

    private static boolean breaks(List<ArchRule> rules, JavaClasses classes) {
        return rules.stream().anyMatch(rule -> rule.evaluate(classes).hasViolation());
    }

    @Test
    void aStepBackwardsIsFound() throws IOException {
        for (String[] backwards : new String[][] {
            {"json", "config"},
            {"rules", "queue"},
            {"queue", "intake"},
            {"plugin", "rules"},
            {"server", "delivery"},
            {"client", "config"},
            {"metrics", "queue"},
            {"intake", "cli"},
            {"builtin", "delivery"},
            {"intake", "builtin"}
        }) {
            String used = CORE + "." + backwards[1];
            JavaClasses bad = example(CORE + "." + backwards[0] + ".Bad", used + ".Used used;", used);
            assertThat(breaks(oneWay(), bad)).as(List.of(backwards).toString()).isTrue();
        }
        JavaClasses rootUser = example(CORE + ".server.Bad", CORE + ".Used used;", CORE);
        assertThat(breaks(oneWay(), rootUser)).isTrue();
        JavaClasses forwards = example(CORE + ".queue.Good", CORE + ".rules.Used used;", CORE + ".rules");
        assertThat(breaks(oneWay(), forwards)).isFalse();
    }

    @Test
    void aLibraryInAnotherPlaceIsFound() throws IOException {
        String use = "Object made = new io.undertow.Used();";
        assertThat(breaks(libraries(), example(CORE + ".intake.Bad", use, "io.undertow")))
                .isTrue();
        assertThat(breaks(libraries(), example(CORE + ".Bad", use, "io.undertow")))
                .isTrue();
        assertThat(breaks(libraries(), example(CORE + ".server.Good", use, "io.undertow")))
                .isFalse();
    }

    @Test
    void aPackageWithoutAPlaceIsFound() throws IOException {
        assertThat(strangers(example(CORE + ".util.Bad", "", CORE + ".json"))).containsExactly(CORE + ".util");
    }

    @Test
    void aPluginThatMentionsTheCoreIsFound() throws IOException {
        Path module = Files.createDirectories(temp.resolve("sink-bad"));
        Files.writeString(module.resolve("pom.xml"), "<project/>");
        Path sources = Files.createDirectories(module.resolve("src/main/java"));
        Files.writeString(sources.resolve("Bad.java"), "import dev.dispatcher.core.json.JacksonJson;\nclass Bad {}\n");
        Files.writeString(sources.resolve("Good.java"), "import dev.dispatcher.api.Json;\nclass Good {}\n");
        assertThat(mentionsOfCore(pluginModules(temp)))
                .containsExactly("src/main/java/Bad.java: import dev.dispatcher.core.json.JacksonJson;");
    }
}
