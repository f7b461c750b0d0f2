/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation against the built archive: what it shows works, and the generated pages are current. */
class DocumentationTest {

    private static final Path DOCS = Path.of(System.getProperty("dispatcher.docs"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml (dispatcher|rules)\\n(.*?)^```$");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern FILE = Pattern.compile("\\$\\{file:([^}]+)}");
    private static final Pattern RECEIVER = Pattern.compile("(?m)\\b(?:to|otherwise):\\s*\\[?([a-z][a-z0-9, -]*)]?");
    private static final Pattern EXPECTED = Pattern.compile("(?m)[{ ]([a-z]+(?:-[a-z]+)+):");

    /** Base64 of 24 bytes. */
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    @TempDir
    Path folder;

    record Example(Path page, int line, String kind, String yaml) {
        @Override
        public String toString() {
            return DOCS.getParent().relativize(page) + ":" + line;
        }
    }

    static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        try (Stream<Path> pages = Stream.concat(
                Stream.of(DOCS.getParent().resolve("README.md")),
                Files.walk(DOCS).sorted())) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                String text = Files.readString(page);
                Matcher block = BLOCK.matcher(text);
                while (block.find()) {
                    int line = (int) text.substring(0, block.start()).lines().count() + 1;
                    examples.add(new Example(page, line, block.group(1), block.group(2)));
                }
            }
        }
        return examples;
    }

    @Test
    void theDocumentationHasExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(5).extracting(Example::kind).contains("dispatcher", "rules");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void everyExampleIsAConfigurationWhoseTestsPass(Example example) throws Exception {
        boolean rules = example.kind().equals("rules");
        String main = rules ? withSinks(example.yaml()) : example.yaml();
        Files.writeString(folder.resolve("dispatcher.yaml"), withFiles(main));
        Files.writeString(folder.resolve("rules.yaml"), rules ? example.yaml() : "rules: []\n");
        Files.writeString(folder.resolve("secret"), "a-secret-of-twenty-characters");
        for (String lookup : List.of("hosts.csv", "teams.csv")) {
            Files.writeString(folder.resolve(lookup), "host,team,owner\nweb-3,shop,anna\n");
        }

        ProcessBuilder check = Archive.onThisJava(new ProcessBuilder(
                        Archive.HOME.resolve("bin/dispatcher").toString(), "check", "--conf", folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        Matcher variable = VARIABLE.matcher(main);
        while (variable.find()) {
            String name = variable.group(1);
            check.environment().put(name, name.endsWith("KEY") ? KEY : "https://example.org/of-the-environment");
        }
        Process process = check.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(example + "\n" + Files.readString(folder.resolve("output")))
                .isZero();
    }

    private String withFiles(String yaml) {
        return FILE.matcher(yaml).replaceAll(Matcher.quoteReplacement("${file:" + folder.resolve("secret") + "}"));
    }

    /** Rules alone need sinks to name: each is a log. */
    private static String withSinks(String rules) {
        Set<String> names = new LinkedHashSet<>(List.of("event-log"));
        Matcher receivers = RECEIVER.matcher(rules);
        while (receivers.find()) {
            for (String name : receivers.group(1).split(",")) {
                names.add(name.strip());
            }
        }
        Matcher expected = EXPECTED.matcher(rules.substring(Math.max(0, rules.indexOf("tests:"))));
        while (expected.find()) {
            names.add(expected.group(1));
        }
        StringBuilder yaml = new StringBuilder("portals: {front-door: {type: http}}\nsinks:\n");
        names.stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> yaml.append("  ").append(name).append(": {type: log}\n"));
        return yaml.toString();
    }

    @Test
    void theGeneratedReferencePagesAreCurrent() throws Exception {
        try (Archive archive = new Archive(folder)) {
            Archive.Ended ended = archive.command(
                    "reference", "--check", DOCS.resolve("reference").toString());

            assertThat(ended.code()).as(ended.err()).isZero();
        }
    }

    @Test
    void everyLinkBetweenThePagesLeadsSomewhere() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
        List<String> dead = new ArrayList<>();
        try (Stream<Path> pages = Stream.concat(Files.list(DOCS.getParent()), Files.walk(DOCS))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Matcher found = link.matcher(Files.readString(page));
                while (found.find()) {
                    if (!Files.exists(page.resolveSibling(found.group(1)))) {
                        dead.add(page.getFileName() + " → " + found.group(1));
                    }
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyFileThatTheArchitecturePageNamesIsThere() throws IOException {
        Path project = DOCS.getParent();
        Path core = project.resolve("dispatcher-core/src/main/java/dev/dispatcher/core");
        Matcher named =
                Pattern.compile("`([A-Za-z/-]+\\.java)`").matcher(Files.readString(DOCS.resolve("architecture.md")));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (named.find()) {
            found++;
            if (!Files.exists(core.resolve(named.group(1))) && !Files.exists(project.resolve(named.group(1)))) {
                missing.add(named.group(1));
            }
        }
        assertThat(found).isGreaterThan(20);
        assertThat(missing).isEmpty();
    }
}
