/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Mistakes;
import dev.dispatcher.portal.kapacitor.task.Task;
import dev.dispatcher.portal.kapacitor.task.TaskBody;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskBodyTest {

    private static TaskBody read(Kind kind, String body) throws Mistakes {
        return TaskBody.read(kind, body.getBytes(StandardCharsets.UTF_8), new FakeContext().json());
    }

    private static Map<String, String> wrong(Kind kind, Map<String, Object> body) {
        try {
            read(kind, Sample.text(body)).task();
            return Map.of();
        } catch (Mistakes e) {
            return e.fields();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "3", "\"x\"", "{} more", "{\"app\":\"a\",\"app\":\"b\"}"})
    void refusesWhatIsNoObject(String body) {
        assertThatThrownBy(() -> read(Kind.ERRORS, body))
                .isInstanceOf(Mistakes.class)
                .hasMessageStartingWith("the body should be a JSON object");
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("app", "no such/name");
        body.put("dynotype", "-");
        body.put("warn", "many");
        body.put("crit", "0");
        body.put("window", "soon");
        body.put("every", "1u");
        body.put("slack", "two words");
        body.put("email", "a@b.test,nobody");
        body.put("post", "ftp://x");
        assertThat(wrong(Kind.MEMORY, body))
                .containsOnlyKeys("app", "dynotype", "warn", "crit", "window", "every", "slack", "email", "post");
    }

    @Test
    void namesEveryFieldOfAWrongType() {
        assertThatThrownBy(() -> read(Kind.MEMORY, "{\"app\":1,\"warn\":true,\"email\":[]}"))
                .isInstanceOfSatisfying(
                        Mistakes.class, e -> assertThat(e.fields()).containsOnlyKeys("app", "warn", "email"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"low", "medium", "high"})
    void knowsThreeTolerances(String tolerance) {
        assertThat(wrong(Kind.ERRORS, Sample.body(Kind.ERRORS, "shop", "tolerance", tolerance)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LOW", "none", "low "})
    void knowsNoOtherTolerance(String tolerance) {
        assertThat(wrong(Kind.ERRORS, Sample.body(Kind.ERRORS, "shop", "tolerance", tolerance)))
                .containsOnlyKeys("tolerance");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-shop",
                ".",
                "..",
                "a b",
                "a/b",
                "a'b",
                "a\"b",
                "a\\",
                "a\nb",
                "{{x}}",
                "é",
                "a$b",
                "a*",
                "x-sample.memory_total-web"
            })
    void anAppHasAPlainName(String app) {
        assertThat(wrong(Kind.CRASHED, Sample.body(Kind.CRASHED, app))).containsOnlyKeys("app");
        if (!app.contains("memory")) {
            assertThat(wrong(Kind.MEMORY, Sample.body(Kind.MEMORY, "shop", "dynotype", app)))
                    .containsOnlyKeys("dynotype");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500,200,crit",
        "200,200,crit",
        "-1,200,warn",
        "0,1,warn",
        "1e3,2000,warn",
        "0x10,20,warn",
        "'',5,warn",
        "5,'',crit"
    })
    void thresholdsAreNumbersInTheirOrder(String warn, String crit, String field) {
        Map<String, Object> body = Sample.body(Kind.MEMORY, "shop", "warn", warn);
        body.put("crit", crit);
        assertThat(wrong(Kind.MEMORY, body)).containsOnlyKeys(field);
    }

    @Test
    void thresholdsMayBeNumbersOfJson() throws Exception {
        Map<String, Object> body = Sample.body(Kind.MEMORY, "shop", "warn", 9);
        body.put("crit", new java.math.BigDecimal("10.5"));
        Task task = read(Kind.MEMORY, Sample.text(body)).task();
        assertThat(task.warn()).isEqualTo("9");
        assertThat(task.crit()).isEqualTo("10.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "m", "-1m", "1.5h", "1m30s", "0s", "999ms", "9999999999m", "53w", "999999999w", "1y"})
    void timesAreDurationsOfKapacitor(String time) {
        assertThat(wrong(Kind.MEMORY, Sample.body(Kind.MEMORY, "shop", "window", time)))
                .containsOnlyKeys("window");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a@",
                "@b.test",
                "a@b@c.test",
                "a b@c.test",
                "a@b.test,",
                ",a@b.test",
                "a@b.test,,c@d.test",
                "a@b.test;c@d.test",
                "a'@b.test",
                "a\"@b.test",
                "a)@b.test",
                "a..b@c.test",
                "a@b.test\nBcc: c@d.test",
                "<a@b.test>",
                "a@-b.test",
                "{{a}}@b.test"
            })
    void refusesWhatIsNoListOfAddresses(String email) {
        assertThat(wrong(Kind.CRASHED, Sample.body(Kind.CRASHED, "shop", "email", email)))
                .containsOnlyKeys("email");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "/hook",
                "ftp://example.test/",
                "http://",
                "http:///x",
                "http://a b",
                "http://a/'",
                "http://u:p@a/",
                "javascript:alert(1)",
                "http://a/\nx",
                "http://a/{{ .Level }}",
                "http://a:99999/",
                "http://a/\\"
            })
    void refusesWhatIsNoAddressToPostTo(String post) {
        assertThat(wrong(Kind.CRASHED, Sample.body(Kind.CRASHED, "shop", "post", post)))
                .containsOnlyKeys("post");
    }

    @Test
    void doesNotRepeatAnAddressThatMayHoldAToken() {
        assertThat(wrong(Kind.CRASHED, Sample.body(Kind.CRASHED, "shop", "post", "http://u:s3cr3t@a/t0ken"))
                        .get("post"))
                .doesNotContain("s3cr3t", "t0ken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "@", "#a b", "#a'", "#a\")", "##a"})
    void refusesWhatIsNoChannel(String slack) {
        assertThat(wrong(Kind.CRASHED, Sample.body(Kind.CRASHED, "shop", "slack", slack)))
                .containsOnlyKeys("slack");
    }

    @Test
    void somebodyMustBeTold() {
        assertThat(wrong(Kind.RELEASE, Map.of("app", "shop"))).containsOnlyKeys("targets");
        Map<String, Object> empty = new HashMap<>(Map.of("app", "shop", "slack", "", "email", " "));
        empty.put("post", null);
        assertThat(wrong(Kind.RELEASE, empty)).containsOnlyKeys("targets");
    }

    @ParameterizedTest
    @CsvSource({"ops,#ops", "#ops,#ops", "@carol,@carol"})
    void aChannelGetsItsSign(String sent, String stored) throws Exception {
        assertThat(read(Kind.CRASHED, Sample.text(Sample.body(Kind.CRASHED, "shop", "slack", sent)))
                        .task()
                        .slack())
                .isEqualTo(stored);
    }

    @Test
    void ignoresWhatItDoesNotKnowAndWhatItComputes() throws Exception {
        Task task = read(
                        Kind.ERRORS,
                        "{\"APP\":\"shop\",\"Tolerance\":\"low\",\"slack\":\"ops\",\"fqdn\":\"x'\",\"id\":5,\"script\":[],"
                                + "\"status\":\"disabled\",\"window\":3}")
                .task();
        assertThat(task.fields())
                .isEqualTo(Map.of("app", "shop", "tolerance", "low", "slack", "#ops", "post", "", "email", ""));
    }

    @Test
    void spacesAroundAddressesAreNoneOfThem() throws Exception {
        assertThat(read(Kind.CRASHED, Sample.text(Sample.body(Kind.CRASHED, "shop", "email", "a@b.test, c@d.test")))
                        .task()
                        .emails())
                .isEqualTo(List.of("a@b.test", "c@d.test"));
    }
}
