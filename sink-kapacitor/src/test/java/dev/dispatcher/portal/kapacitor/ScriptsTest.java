/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.portal.kapacitor.TickScript.Call;
import dev.dispatcher.portal.kapacitor.script.Definition;
import dev.dispatcher.portal.kapacitor.script.Settings;
import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptsTest {

    private static List<Call> read(Task task, Settings settings) throws Exception {
        return TickScript.read(Definition.of(task, settings).script());
    }

    private static List<Call> read(Task task) throws Exception {
        return read(task, Sample.alone());
    }

    private static String query(Task task) throws Exception {
        return TickScript.first(read(task), "query").orElseThrow().text(0);
    }

    private static List<String> shape(List<Call> calls) {
        return calls.stream()
                .map(call -> (call.node() ? "|" : ".") + call.name())
                .toList();
    }

    private static List<String> arguments(List<Call> calls, String name) {
        return TickScript.first(calls, name).orElseThrow().arguments();
    }

    @Test
    void errorsAreCountedForTenMinutesEveryMinute() throws Exception {
        List<Call> calls = read(Sample.task(Kind.ERRORS, "shop-prod"));
        assertThat(TickScript.first(calls, "query").orElseThrow().text(0))
                .isEqualTo("SELECT count(\"value\") AS \"count\" FROM"
                        + " \"opentsdb\".\"retention_policy\"./^router\\.status\\.5/"
                        + " WHERE \"fqdn\" =~ /^shop-prod([.:]|$)/");
        assertThat(arguments(calls, "period")).containsExactly("10m");
        assertThat(arguments(calls, "every")).containsExactly("1m");
        assertThat(shape(calls))
                .containsExactly(
                        "|query",
                        ".period",
                        ".every",
                        ".groupByMeasurement",
                        "|eval",
                        ".as",
                        ".keep",
                        "|alert",
                        ".message",
                        ".details",
                        ".crit",
                        ".warn",
                        ".stateChangesOnly",
                        ".slack",
                        ".channel",
                        ".email",
                        ".email",
                        ".post");
    }

    @ParameterizedTest
    @CsvSource({"low,0.5", "medium,1.0", "high,1.5"})
    void aLowToleranceIsTheMostSensitive(String tolerance, String sigma) throws Exception {
        List<Call> calls = read(Sample.task(Sample.body(Kind.ERRORS, "shop", "tolerance", tolerance), Kind.ERRORS));
        assertThat(arguments(calls, "crit")).containsExactly("lambda: \"sigma\" > " + sigma);
        assertThat(arguments(calls, "warn")).containsExactly("lambda: \"sigma\" >= 0.1 AND \"sigma\" <= " + sigma);
    }

    @Test
    void memoryIsComparedInMegabytesOfTheAppsDynos() throws Exception {
        List<Call> calls = read(Sample.task(Kind.MEMORY, "shop-prod"));
        assertThat(TickScript.first(calls, "query").orElseThrow().text(0))
                .isEqualTo("SELECT mean(\"value\") / 1024 / 1024 AS \"value\" FROM"
                        + " \"opentsdb\".\"retention_policy\".\"sample.memory_total\""
                        + " WHERE \"app\" = 'shop-prod' AND \"dyno\" !~ /--/");
        assertThat(arguments(calls, "period")).containsExactly("10m");
        assertThat(arguments(calls, "every")).containsExactly("1m");
        assertThat(arguments(calls, "groupBy")).containsExactly("'app", "'dyno");
        assertThat(arguments(calls, "crit")).containsExactly("lambda: \"value\" > 500.0");
        assertThat(arguments(calls, "warn")).containsExactly("lambda: \"value\" > 200.0");
        assertThat(TickScript.first(calls, "message").orElseThrow().text(0))
                .isEqualTo("Memory is {{ .Level }} for app={{ index .Tags \"app\" }},dyno={{ index .Tags \"dyno\" }} :"
                        + " {{ index .Fields \"rvalue\" | printf \"%0.0f\" }} MB - limits 200/500");
    }

    @Test
    void decimalThresholdsArriveAsTheyAre() throws Exception {
        Map<String, Object> body = Sample.body(Kind.MEMORY, "shop", "warn", "200.5");
        Definition definition = Definition.of(Sample.task(body, Kind.MEMORY), Sample.alone());
        assertThat(arguments(TickScript.read(definition.script()), "warn"))
                .containsExactly("lambda: \"value\" > 200.5");
        assertThat(definition.vars().get("warn"))
                .isEqualTo(Map.of("type", "float", "value", new java.math.BigDecimal("200.5"), "description", "warn"));
    }

    @ParameterizedTest
    @CsvSource({
        "worker,shop--worker-prod,true",
        "worker,shop--worker2-prod,false",
        "worker,worker.1,true",
        "worker,worker-prod,false",
        "worker,shop--myworker-prod,false",
        "w.rker,shop--worker-prod,false",
        "all,shop--worker-prod,true",
        "all,shop-prod,true",
    })
    void aTypeOfDynosMeansNoOther(String type, String dyno, boolean meant) throws Exception {
        String query = query(Sample.task(Sample.body(Kind.MEMORY, "shop-prod", "dynotype", type), Kind.MEMORY));
        assertThat(matches(query, "\"dyno\" =~ /(.*)/$", dyno)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "shop,shop.example.test,true",
        "shop,shop,true",
        "shop,workshop.example.test,false",
        "shop,shop-prod.example.test,false",
        "a.b,axb.example.test,false",
        "a.b,a.b.example.test,true",
    })
    void anAppMeansNoOtherWhoseNameHoldsItsOwn(String app, String host, boolean meant) throws Exception {
        assertThat(matches(query(Sample.task(Kind.ERRORS, app)), "\"fqdn\" =~ /(.*)/$", host))
                .isEqualTo(meant);
    }

    private static boolean matches(String query, String where, String value) {
        Matcher regex = Pattern.compile(where).matcher(query);
        assertThat(regex.find()).isTrue();
        return Pattern.compile(regex.group(1).replace("\\/", "/"))
                .matcher(value)
                .find();
    }

    @ParameterizedTest
    @CsvSource({
        "shop-prod,'x,prod,shop,y',true",
        "shop-prod,'prod,shop,',true",
        "shop-prod,'nonprod,shop,',false",
        "shop-prod,'my-prod,shop,',false",
        "shop--worker-my-space,'my-space,shop,',true",
        "shop,'a,shop,',true",
        "shop,'a,workshop,',false",
    })
    void aCrashIsThatOfTheAppInItsSpace(String app, String tags, boolean meant) throws Exception {
        assertThat(matches(query(Sample.task(Kind.CRASHED, app)), "\"tags\" =~ /(.*)/$", tags))
                .isEqualTo(meant);
    }

    @Test
    void crashesAndReleasesAreEventsOfTheLastMinute() throws Exception {
        List<Call> crashed = read(Sample.task(Kind.CRASHED, "shop-prod"));
        assertThat(TickScript.first(crashed, "query").orElseThrow().text(0))
                .isEqualTo("SELECT \"text\", \"title\", \"app\", \"tags\" FROM"
                        + " \"opentsdb\".\"retention_policy\".\"events\" WHERE \"app\" = 'shop-prod' AND \"title\" ="
                        + " 'crashed' AND \"text\" = 'App crashed' AND \"tags\" =~ /(^|[^A-Za-z0-9_-])prod,shop,/");
        List<Call> release = read(Sample.task(Kind.RELEASE, "shop-prod"));
        assertThat(TickScript.first(release, "query").orElseThrow().text(0))
                .isEqualTo("SELECT \"text\", \"title\", \"app\" FROM \"opentsdb\".\"retention_policy\".\"events\""
                        + " WHERE \"app\" = 'shop-prod' AND \"title\" = 'released'");
        for (List<Call> calls : List.of(crashed, release)) {
            // as long as the pause: a second less and what happens in it is never seen
            assertThat(arguments(calls, "period")).containsExactly("60s");
            assertThat(arguments(calls, "every")).containsExactly("60s");
            assertThat(arguments(calls, "warn")).containsExactly("lambda: TRUE");
            assertThat(shape(calls)).contains(".noRecoveries").doesNotContain(".crit", ".stateChangesOnly");
        }
        assertThat(TickScript.first(crashed, "message").orElseThrow().text(0))
                .isEqualTo("shop-prod crashed. Info: {{ index .Fields \"tags\" }}");
        assertThat(TickScript.first(release, "message").orElseThrow().text(0))
                .isEqualTo("shop-prod released.  New image is {{ index .Fields \"text\" }}");
    }

    @Test
    void kapacitorTellsEverybodyWhoIsNamed() throws Exception {
        List<Call> calls = read(Sample.task(Kind.RELEASE, "shop"));
        assertThat(arguments(calls, "channel")).containsExactly("'#ops-alerts");
        assertThat(TickScript.named(calls, "email"))
                .extracting(Call::arguments)
                .containsExactly(List.of("'oncall@example.test"), List.of("'lead@example.test"));
        assertThat(arguments(calls, "post")).containsExactly("'http://127.0.0.1:19999/hook");
    }

    @Test
    void nobodyIsToldWhoIsNotNamed() throws Exception {
        Task task = Sample.task(Map.of("app", "shop", "email", "a@example.test"), Kind.RELEASE);
        assertThat(shape(read(task))).contains(".email").doesNotContain(".slack", ".channel", ".post");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theDispatcherGetsWhatItNeedsToKnow(Kind kind) throws Exception {
        List<Call> calls = read(Sample.task(kind, "shop-prod"), Sample.together());
        Map<String, String> fields = TickScript.named(calls, "field").stream()
                .collect(java.util.stream.Collectors.toMap(call -> call.text(0), call -> call.text(1)));
        assertThat(fields)
                .containsEntry("task", Sample.task(kind, "shop-prod").id())
                .containsEntry("check", kind.path())
                .containsEntry("slack", "#ops-alerts")
                .containsEntry("email", "oncall@example.test,lead@example.test")
                .containsEntry("post", "http://127.0.0.1:19999/hook")
                .containsEntry("link", "https://dash.example.test/d?var-url=shop-prod");
        if (kind == Kind.MEMORY) {
            assertThat(fields).doesNotContainKeys("app", "dyno");
            assertThat(arguments(calls, "groupBy")).containsExactly("'app", "'dyno");
        } else {
            assertThat(fields).containsEntry("app", "shop-prod");
        }
        assertThat(arguments(calls, "post")).containsExactly("'http://dispatcher.test:8080/webhooks/kapacitor");
        assertThat(arguments(calls, "header")).containsExactly("'Authorization", "'Bearer s3cr3t-t0ken");
        assertThat(shape(calls)).doesNotContain(".slack", ".email");
    }

    @ParameterizedTest
    @CsvSource({"ERRORS,3,4", "MEMORY,3,4", "CRASHED,2,3", "RELEASE,2,3"})
    void theTopicIsNamedByThePlaceOfTheAlert(Kind kind, int alone, int together) {
        Task task = Sample.task(kind, "shop");
        assertThat(Definition.of(task, Sample.alone()).topic()).isEqualTo("main:" + task.id() + ":alert" + alone);
        assertThat(Definition.of(task, Sample.together()).topic()).isEqualTo("main:" + task.id() + ":alert" + together);
    }

    /** The checks let none of this through; the scripts must not depend on them. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingThatIsSentChangesWhatTheScriptDoes(Kind kind) throws Exception {
        for (Settings settings : List.of(Sample.alone(), Sample.together())) {
            List<String> harmless = shape(read(Sample.task(kind, "shop"), settings));
            for (String hostile : List.of(
                    "x')|log('",
                    "x\\",
                    "\\'",
                    "'''",
                    "x\\')\n    |delete()",
                    "x/ OR /.*/",
                    "x' OR 'a'='a",
                    "x\" OR \"a\"=\"a",
                    "{{ .Level }}",
                    "\n// comment",
                    "a.*b[")) {
                Task task = new Task(
                        kind, hostile, "low", hostile, "500", "200", "10m", "1m", hostile, hostile, "a@b.test");
                List<Call> calls = read(task, settings);
                assertThat(shape(calls).stream().filter(name -> !name.equals(".field")))
                        .as("shape with %s", hostile)
                        .containsExactlyElementsOf(harmless.stream()
                                .filter(name -> !name.equals(".field"))
                                // this one has a single address
                                .filter(new java.util.function.Predicate<>() {
                                    private int mails;

                                    @Override
                                    public boolean test(String name) {
                                        return !name.equals(".email") || mails++ == 0;
                                    }
                                })
                                .toList());
                String query = TickScript.first(calls, "query").orElseThrow().text(0);
                assertThat(Influxes.outside(query))
                        .as("query with %s", hostile)
                        .isEqualTo(Influxes.outside(query(Sample.task(kind, "shop"), kind)));
            }
        }
    }

    private static String query(Task task, Kind kind) throws Exception {
        Task plain = kind == Kind.MEMORY ? Sample.task(Sample.body(kind, "shop", "dynotype", "worker"), kind) : task;
        return TickScript.first(read(plain), "query").orElseThrow().text(0);
    }
}
