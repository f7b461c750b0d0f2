/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import static dev.dispatcher.core.rules.Rules.NOW;
import static dev.dispatcher.core.rules.Rules.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupTest {

    private static final String ROWS = """
            lookups:
              teams:
                rows:
                  prod: {team: core, size: 5}
                  stage: {team: labs}
                  "7": {team: seven}
              owners: {rows: {prod: ada}}
            rules:
              - to: a
                lookup: %s
                set: {message: "{{ message }} for {{ team }}"}
            """;

    @TempDir
    Path folder;

    private static Event out(Ruleset ruleset, Event event) {
        return ruleset.decide(event, NOW).targets().get(0).event();
    }

    private static Event out(String lookup, Event event) {
        return out(Rules.read(ROWS.formatted(lookup)), event);
    }

    @Test
    void allColumnsAreAddedAndTemplatesSeeThem() {
        Event out = out("{table: teams, by: cluster}", event("cluster", "prod"));
        assertThat(out.get("team")).isEqualTo("core");
        assertThat(out.get("size")).isEqualTo(5L);
        assertThat(out.message()).isEqualTo("hello for core");
    }

    @Test
    void columnsAreChosenRenamedOrPrefixed() {
        assertThat(out("{table: teams, by: cluster, set: {squad: team}}", event("cluster", "prod"))
                        .get("squad"))
                .isEqualTo("core");
        assertThat(out("{table: teams, by: cluster, set: [team]}", event("cluster", "prod"))
                        .has("size"))
                .isFalse();
        assertThat(out("{table: teams, by: cluster, prefix: 'owner.'}", event("cluster", "prod"))
                        .get("owner.team"))
                .isEqualTo("core");
        assertThat(out("{table: owners, by: cluster, set: {owner: value}}", event("cluster", "prod"))
                        .get("owner"))
                .isEqualTo("ada");
    }

    @Test
    void aKeyThatIsNotThereGetsTheDefaultOrNothing() {
        Event event = event("cluster", "moon");
        assertThat(out("{table: teams, by: cluster, default: {team: nobody}}", event)
                        .get("team"))
                .isEqualTo("nobody");
        assertThat(out("{table: teams, by: cluster}", event).has("team")).isFalse();
        assertThat(out("{table: teams, by: cluster, default: {team: nobody}}", event())
                        .get("team"))
                .isEqualTo("nobody");
        assertThat(out("{table: teams, by: cluster, set: [team, size], default: {size: 0}}", event("cluster", "stage"))
                        .get("size"))
                .isEqualTo(0L);
    }

    @Test
    void theKeyIsComparedAsText() {
        assertThat(out("{table: teams, by: n}", event("n", 7L)).get("team")).isEqualTo("seven");
    }

    @Test
    void severalLookupsWork() {
        Event out = out(
                "[{table: teams, by: cluster}, {table: owners, by: cluster, prefix: 'own.'}]",
                event("cluster", "prod"));
        assertThat(out.get("own.value")).isEqualTo("ada");
        assertThat(out.get("team")).isEqualTo("core");
    }

    @Test
    void unknownTablesAndColumnsAreMistakes() {
        assertThat(Rules.mistakes(ROWS.formatted("{table: team, by: x}")))
                .containsExactly("rules.yaml:10: rules[0].lookup.table: no such lookup; did you mean 'teams'?");
        assertThat(Rules.mistakes(ROWS.formatted("{table: teams, by: x, set: [teem]}")))
                .containsExactly(
                        "rules.yaml:10: rules[0].lookup.set: the lookup 'teams' has no column 'teem'; did you mean 'team'?");
        assertThat(Rules.mistakes(ROWS.formatted("{table: teams}")))
                .containsExactly("rules.yaml:10: rules[0].lookup: expected 'by'");
        assertThat(Rules.mistakes(folder, "lookups: {t: {rows: {}}}", "lookups: {t: {rows: {}}}"))
                .containsExactly("rules.d/1.yaml:1: lookups.t: there is already a lookup with this name");
    }

    private Event fromFile(String name, String content, String key) throws IOException {
        Files.writeString(folder.resolve(name), content);
        Ruleset ruleset = Rules.read(
                folder,
                "lookups: {hosts: {file: " + name + key + "}}\nrules: [{to: a, lookup: {table: hosts, by: host}}]");
        assertThat(ruleset.files()).containsExactly(folder.resolve(name));
        return out(ruleset, event("host", "web1"));
    }

    @Test
    void csvFilesAreTables() throws IOException {
        Event out = fromFile("h.csv", "\ufeffhost,site,note\r\nweb1,fra,\"a, \"\"b\"\"\nc\"\r\n\r\nweb2,ams,\n", "");
        assertThat(out.get("site")).isEqualTo("fra");
        assertThat(out.get("note")).isEqualTo("a, \"b\"\nc");
        assertThat(out.get("host")).isEqualTo("web1");
        assertThat(fromFile("k.csv", "site,name\nfra,web1", ", key: name").get("site"))
                .isEqualTo("fra");
    }

    @Test
    void jsonFilesAreTables() throws IOException {
        assertThat(fromFile("o.json", "{\"web1\": {\"site\": \"fra\", \"n\": 1}}", "")
                        .get("n"))
                .isEqualTo(1L);
        assertThat(fromFile("s.json", "{\"web1\": \"fra\"}", "").get("value")).isEqualTo("fra");
        assertThat(fromFile("l.json", "[{\"name\": \"web1\", \"site\": \"fra\"}]", ", key: name")
                        .get("site"))
                .isEqualTo("fra");
    }

    @Test
    void aFileIsRelativeToTheRulesFileThatNamesIt() throws IOException {
        Files.createDirectories(folder.resolve("rules.d"));
        Files.writeString(folder.resolve("rules.d/t.csv"), "k,v\n1,2\n");
        Ruleset ruleset = Rules.read(folder, "rules: []", "lookups: {t: {file: t.csv}}");
        assertThat(ruleset.files()).containsExactly(folder.resolve("rules.d/t.csv"));
    }

    @Test
    void whatIsNoTableIsRefusedWithTheReason() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "k,v\n1\n");
        Files.writeString(folder.resolve("b.csv"), "k,v\n1,2\n1,3\n");
        Files.writeString(folder.resolve("c.csv"), "");
        Files.writeString(folder.resolve("d.csv"), "k,v\n\"1,2\n");
        Files.writeString(folder.resolve("e.json"), "5");
        Files.writeString(folder.resolve("f.json"), "{\"a\": [1]}");
        Files.write(folder.resolve("g.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});
        Files.writeString(folder.resolve("h.json"), "{");
        for (String[] expected : new String[][] {
            {"a.csv", "row 1 has 1 values, the header 2"},
            {"b.csv", "the key '1' is there twice"},
            {"c.csv", "it is empty"},
            {"d.csv", "a quote is not closed"},
            {"e.json", "neither an object nor a list"},
            {"f.json", "a row is a list"},
            {"g.csv", "it is not UTF-8"},
            {"h.json", "expected a table in 'h.json', but: "}
        }) {
            assertThat(Rules.mistakes(folder, "lookups: {t: {file: " + expected[0] + "}}"))
                    .singleElement()
                    .asString()
                    .startsWith("rules.yaml:1: lookups.t.file: ")
                    .contains(expected[1]);
        }
    }
}
