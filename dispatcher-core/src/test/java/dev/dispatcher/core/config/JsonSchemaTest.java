/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    record Slack(
            @Option("The webhook.") Secret webhook,
            @Option(value = "As.", fallback = "bot") String username) {}

    record Hook(
            @Option("Where to.") URI url,
            @Option("The client.") Http.Settings http) {}

    record Front(@Option("Paths.") List<String> paths) {}

    record Delivery(
            @Option(value = "Events at once.", fallback = "1")
            int batch) {}

    record Intake(
            @Option(value = "The promise.", fallback = "queued")
            Promise acknowledge) {}

    enum Promise {
        QUEUED,
        STORED
    }

    record HttpSection(
            @Option(value = "Address.", fallback = "127.0.0.1:8080")
            String listen) {}

    record Top(@Option("Sinks to leave out.") List<String> disabled) {}

    private static final Map<String, Object> SCHEMA = ConfigSchema.dispatcher(
            Map.of("slack", Slack.class, "webhook", Hook.class),
            Map.of("http", Front.class),
            Map.of("http", HttpSection.class),
            Delivery.class,
            Intake.class,
            Top.class);

    private static List<String> errors(Map<String, Object> schema, Node node) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(MAPPER.valueToTree(schema))
                .validate(MAPPER.<com.fasterxml.jackson.databind.JsonNode>valueToTree(node.plain()))
                .stream()
                .map(error -> error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    /** As an editor sees it: before anything is filled in. */
    private static Node raw(String yaml) {
        Mistakes mistakes = new Mistakes();
        Node node = YamlReader.read("x.yaml", yaml, Substitution.none(), mistakes);
        assertThat(mistakes.sorted()).isEmpty();
        return node;
    }

    @Test
    void theSchemaItselfIsAValidOne() throws Exception {
        String meta = "https://json-schema.org/draft/2020-12/schema";
        assertThat(SCHEMA).containsEntry("$schema", meta);
        var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of(meta))
                .validate(MAPPER.<com.fasterxml.jackson.databind.JsonNode>valueToTree(SCHEMA));
        assertThat(errors).isEmpty();
    }

    @Test
    void aWholeFileIsValid() {
        assertThat(errors(SCHEMA, raw("""
                                sinks:
                                  ops-slack:
                                    type: slack
                                    webhook: ${env:OPS}
                                    delivery: {batch: "${env:BATCH:-5}"}
                                  hook:
                                    type: webhook
                                    url: https://example.org
                                    http: {timeout: 5s, connections: 3, tls: {verify: false}}
                                    delivery:
                                portals:
                                  front-door: {type: http, intake: {acknowledge: stored}, paths: /events}
                                http:
                                disabled: a, b
                                """))).isEmpty();
        assertThat(errors(SCHEMA, raw("{}"))).isEmpty();
        assertThat(errors(SCHEMA, raw("sinks:\nportals:\n"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sinks: {a: {webhook: x}}",
                "sinks: {a: {type: slakc, webhook: x}}",
                "sinks: {a: {type: slack}}",
                "sinks: {a: {type: slack, webhook: x, webhok: y}}",
                "sinks: {a: {type: slack, webhook: x, url: y}}",
                "sinks: {a: {type: slack, webhook: x, intake: {}}}",
                "sinks: {a: {type: slack, webhook: x, delivery: {batch: many}}}",
                "sinks: {a: {type: slack, webhook: x, delivery: {bach: 3}}}",
                "sinks: {a: {type: webhook, url: x, http: {timeout: ten}}}",
                "sinks: {a: {type: webhook, url: x, http: {tls: {verify: maybe}}}}",
                "sinks: {a: {type: webhook, url: x, http: {connections: 1.5}}}",
                "sinks: [a]",
                "portals: {a: {type: http, intake: {acknowledge: never}}}",
                "portals: {a: {type: http, paths: {a: b}}}",
                "http: {listn: x}",
                "sink: {}"
            })
    void aMistakenFileIsNot(String yaml) {
        assertThat(errors(SCHEMA, raw(yaml))).isNotEmpty();
    }

    @Test
    void aSchemaWithoutPluginsTakesNoInstance() {
        Map<String, Object> none = ConfigSchema.dispatcher(Map.of(), Map.of(), Map.of(), Delivery.class, Intake.class);

        assertThat(errors(none, raw("sinks: {}"))).isEmpty();
        assertThat(errors(none, raw("sinks: {a: {type: slack}}"))).isNotEmpty();
    }

    @Test
    void schemaAndBinderAgreeOnEveryType() {
        Map<String, Object> schema = JsonSchema.document("all", JsonSchema.of(BinderTest.All.class));
        String least = "text: x\nurl: https://example.org\ntoken: t0ken\n";
        Set<String> differences = java.util.stream.Stream.of(
                        "",
                        "text: 3",
                        "text: [a]",
                        "active: true",
                        "active: yes",
                        "number: 3",
                        "number: x",
                        "number: '3'",
                        "number: 2147483648",
                        "number: 1.5",
                        "big: 1",
                        "big: x",
                        "ratio: 2",
                        "ratio: x",
                        "timeout: 3",
                        "timeout: 3s",
                        "timeout: ten",
                        "timeout: -1",
                        "bytes: 1MB",
                        "bytes: 1",
                        "bytes: x",
                        "overflow: reject",
                        "overflow: x",
                        "perhaps:",
                        "perhaps: x",
                        "perhaps: [x]",
                        "count: 3",
                        "count: x",
                        "count:",
                        "names: x",
                        "names: [x, 3]",
                        "names: [[x]]",
                        "names: {a: b}",
                        "names:",
                        "numbers: 3",
                        "numbers: x",
                        "headers: {a: 3}",
                        "headers: x",
                        "headers: {a: [b]}",
                        "headers:",
                        "backoff: {first: 3s}",
                        "backoff: {first: x}",
                        "backoff: {frist: 3s}",
                        "backoff:",
                        "backoff: 3",
                        "steps: [{}]",
                        "steps: {}",
                        "steps: [{x: y}]",
                        "by-name: {a: {}}",
                        "by-name: {a: {x: y}}",
                        "by-name: {a: }",
                        "raw: {x: [y]}",
                        "unknown: x",
                        "file: x",
                        "file: ''",
                        "message: '{{ x }}'",
                        "number: ${env:NUMBER}",
                        "active: ${env:TRUE}",
                        "timeout: ${env:NUMBER}",
                        "overflow: ${env:MODE}",
                        "numbers: ${env:NUMBER}",
                        "count: ${env:NUMBER}")
                .filter(line -> {
                    boolean binds = new Reading()
                                    .env("NUMBER", "3")
                                    .env("TRUE", "true")
                                    .env("MODE", "reject")
                                    .bind(twice(least, line), BinderTest.All.class)
                            != null;
                    return binds != errors(schema, raw(twice(least, line))).isEmpty();
                })
                .collect(Collectors.toSet());

        assertThat(differences).isEmpty();
    }

    /** A line that gives an option again takes its place. */
    private static String twice(String least, String line) {
        return least.lines()
                        .filter(one -> line.isEmpty() || !one.startsWith(line.substring(0, line.indexOf(':') + 1)))
                        .collect(Collectors.joining("\n"))
                + "\n"
                + line
                + "\n";
    }

    @Test
    void defaultsAndSentencesAreInTheSchema() {
        @SuppressWarnings("unchecked")
        Map<String, Map<String, Object>> properties = (Map<String, Map<String, Object>>)
                JsonSchema.of(BinderTest.All.class).get("properties");

        assertThat(properties.get("number")).containsEntry("default", 8L).containsEntry("description", "A number.");
        assertThat(properties.get("timeout")).containsEntry("default", "10s");
        assertThat(properties.get("numbers")).containsEntry("default", List.of(1L, 2L));
        assertThat(properties.get("perhaps")).doesNotContainKey("default");
        assertThat(Optional.ofNullable(JsonSchema.of(BinderTest.All.class).get("required")))
                .contains(List.of("text", "url", "token"));
    }
}
