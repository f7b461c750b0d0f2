/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

import static dev.dispatcher.portal.kapacitor.script.Literal.duration;
import static dev.dispatcher.portal.kapacitor.script.Literal.lambda;
import static dev.dispatcher.portal.kapacitor.script.Literal.number;
import static dev.dispatcher.portal.kapacitor.script.Literal.string;

import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.net.URI;

/** The script of each kind of task. */
final class Scripts {

    static final String MEMORY = "sample.memory_total";

    private final Task task;
    private final Settings settings;
    private final Tick tick = new Tick();

    private Scripts(Task task, Settings settings) {
        this.task = task;
        this.settings = settings;
    }

    static Tick of(Task task, Settings settings) {
        Scripts scripts = new Scripts(task, settings);
        switch (task.kind()) {
            case ERRORS -> scripts.errors();
            case MEMORY -> scripts.memory();
            case CRASHED -> scripts.crashed();
            case RELEASE -> scripts.release();
        }
        return scripts.tick;
    }

    /** How many standard deviations from the mean are critical. */
    static String sigma(String tolerance) {
        return switch (tolerance) {
            case "low" -> "0.5";
            case "medium" -> "1.0";
            case "high" -> "1.5";
            default -> throw new IllegalArgumentException("no tolerance");
        };
    }

    private void errors() {
        String host = Influx.regex("^" + Influx.quoted(task.app()) + "([.:]|$)");
        query(
                "count(\"value\") AS \"count\"",
                Influx.regex("^router\\.status\\.5"),
                "\"fqdn\" =~ " + host,
                "10m",
                "1m");
        // without it, all measurements of one app share the mean and the deviation, and the last level
        tick.property("groupByMeasurement");
        tick.node("eval", lambda("sigma(\"count\")"), lambda("\"count\""))
                .property("as", string("sigma"), string("value"))
                .property("keep", string("count"), string("sigma"), string("value"));
        targets();
        String critical = number(sigma(task.tolerance()));
        alert().property("crit", lambda("\"sigma\" > " + critical))
                .property("warn", lambda("\"sigma\" >= 0.1 AND \"sigma\" <= " + critical))
                .property("stateChangesOnly");
        notification();
    }

    private void memory() {
        String of = "\"app\" = " + Influx.string(task.app()) + " AND " + Dyno.condition(task.dyno());
        query("mean(\"value\") / 1024 / 1024 AS \"value\"", Influx.name(MEMORY), of, task.window(), task.every());
        tick.property("groupBy", string("app"), string("dyno"));
        tick.node("eval", lambda("ceil(\"value\")"))
                .property("as", string("rvalue"))
                .property("keep", string("value"), string("rvalue"));
        targets();
        alert().property("crit", lambda("\"value\" > " + number(task.crit())))
                .property("warn", lambda("\"value\" > " + number(task.warn())))
                .property("stateChangesOnly");
        notification();
    }

    private void crashed() {
        Dyno dyno = Dyno.of(task.app());
        // the tags begin or go on with the space; a space whose name ends alike is another one
        String before = dyno.space().isEmpty() ? "" : "(^|[^A-Za-z0-9_-])";
        String tags = Influx.regex(before + Influx.quoted(dyno.space() + "," + dyno.shortApp() + ","));
        happened(
                "\"text\", \"title\", \"app\", \"tags\"",
                "crashed",
                " AND \"text\" = " + Influx.string("App crashed") + " AND \"tags\" =~ " + tags);
    }

    private void release() {
        happened("\"text\", \"title\", \"app\"", "released", "");
    }

    /** Something that happens and is over: there is nothing to recover from. */
    private void happened(String fields, String title, String more) {
        String where = "\"app\" = " + Influx.string(task.app()) + " AND \"title\" = " + Influx.string(title) + more;
        query(fields, Influx.name("events"), where, "60s", "60s");
        targets();
        alert().property("warn", lambda("TRUE")).property("noRecoveries");
        notification();
    }

    private void query(String fields, String measurement, String where, String period, String every) {
        String from =
                Influx.name(settings.database()) + "." + Influx.name(settings.retentionPolicy()) + "." + measurement;
        tick.node("query", string("SELECT " + fields + " FROM " + from + " WHERE " + where))
                .property("period", duration(period))
                .property("every", duration(every));
    }

    private Tick alert() {
        return tick.node("alert")
                .property("message", string(Words.message(task)))
                .property("details", string(Words.details(task, settings.link().apply(task))));
    }

    /** What the dispatcher needs to know about the alert goes along as fields. */
    private void targets() {
        if (settings.webhook().isEmpty()) {
            return;
        }
        tick.node("default");
        field("task", task.id());
        field("check", task.kind().path());
        if (task.kind() != Kind.MEMORY) {
            // there they are tags
            field("app", task.app());
        }
        if (task.kind() == Kind.CRASHED) {
            field("dyno", Dyno.of(task.app()).type());
        }
        field("slack", task.slack());
        field("email", task.email());
        field("post", task.post());
        field("link", settings.link().apply(task));
    }

    private void field(String name, String value) {
        if (!value.isEmpty()) {
            tick.property("field", string(name), string(value));
        }
    }

    private void notification() {
        if (settings.webhook().isPresent()) {
            URI address = settings.webhook().get();
            tick.property("post", string(address.toString()));
            settings.token()
                    .ifPresent(token ->
                            tick.property("header", string("Authorization"), string("Bearer " + token.reveal())));
            return;
        }
        if (!task.slack().isEmpty()) {
            tick.property("slack").property("channel", string(task.slack()));
        }
        task.emails().forEach(each -> tick.property("email", string(each)));
        if (!task.post().isEmpty()) {
            tick.property("post", string(task.post()));
        }
    }
}
