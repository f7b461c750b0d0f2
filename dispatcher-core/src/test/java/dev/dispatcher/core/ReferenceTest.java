/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.plugin.BuiltIn;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.plugin.PluginFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {

    @TempDir
    Path root;

    private final JacksonJson json = new JacksonJson();
    private PluginFolders folders;
    private Catalog catalog;

    @BeforeEach
    void scan() throws IOException {
        Parts parts = new Parts();
        folders = new PluginFolders(
                new BuiltIn(
                        List.of(
                                new dev.dispatcher.core.builtin.LogSinkFactory(),
                                parts.sinkFactories().get(0)),
                        parts.portalFactories()),
                null,
                null,
                root.resolve("work"));
        catalog = folders.scan(Set.of());
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
        folders.close();
    }

    private List<String> errors(Map<String, Object> schema, String yaml) {
        Mistakes mistakes = new Mistakes();
        Node node = YamlReader.read("x.yaml", yaml, new Substitution(name -> "127.0.0.1:1", root), mistakes);
        assertThat(mistakes.sorted()).isEmpty();
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text(schema))
                .validate(text(node.plain()), InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private String text(Object value) {
        return new String(json.write(value), StandardCharsets.UTF_8);
    }

    private static String shipped(String name) throws IOException {
        try (var in = Reference.class.getResourceAsStream("init/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theShippedConfigurationIsValid() throws IOException {
        Map<String, Object> schema = new Reference(catalog).configurationSchema();
        String main = shipped("dispatcher.yaml").replace("type: http ", "type: gate ");
        assertThat(errors(schema, main)).isEmpty();
        String open = main.replace("# dead-letters:", "dead-letters:")
                .replace("  # tokens", "  tokens")
                .replaceAll("  #( +(- name|token:|allow:))", "  $1");
        assertThat(open).contains("\ndead-letters:", "\n  tokens:", "allow: [submit]");
        assertThat(errors(schema, open)).isEmpty();
    }

    @Test
    void theSchemaKnowsWhatIsWrong() {
        Map<String, Object> schema = new Reference(catalog).configurationSchema();
        assertThat(errors(schema, "dead-letters: {file: x, keep: 5}")).isEmpty();
        assertThat(errors(schema, "dead-letters: 'x.ndjson'")).isEmpty();
        for (String wrong : List.of(
                "dead-letters: [x]",
                "sinks: {a: {type: nothing}}",
                "sinks: {a: {type: probe, notes: x}}",
                "sinks: {a: {type: probe, delivery: {batch: many}}}",
                "portals: {a: {type: log}}",
                "htp: {}",
                "http: {lissten: x}")) {
            assertThat(errors(schema, wrong)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void theShippedRulesAreValid() throws IOException {
        String rules = shipped("rules.yaml");
        assertThat(errors(Reference.rulesSchema(List.of("event-log")), rules)).isEmpty();
        assertThat(errors(Reference.rulesSchema(List.of()), rules)).isEmpty();
        assertThat(errors(Reference.rulesSchema(List.of("other")), rules)).isNotEmpty();
    }

    @Test
    void thePagesNameEveryOptionAndMetric() {
        Map<String, String> pages = new Reference(catalog).pages();
        assertThat(pages).containsOnlyKeys("configuration.md", "metrics.md");
        assertThat(pages.get("configuration.md"))
                .contains("## sink `probe`", "## portal `gate`", "## sink `log`", "dead-letters");
        assertThat(pages.get("metrics.md"))
                .contains(
                        "| `dispatcher_delivery_seconds` | histogram | `sink` |",
                        "| `dispatcher_dead_letters` | gauge |  |");
    }
}
