/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Template;
import dev.dispatcher.portal.kapacitor.client.Calls;
import dev.dispatcher.portal.kapacitor.client.Kapacitor;
import dev.dispatcher.portal.kapacitor.script.Settings;
import dev.dispatcher.portal.kapacitor.store.DatabaseTasks;
import dev.dispatcher.portal.kapacitor.store.Tasks;
import dev.dispatcher.portal.kapacitor.takeover.Import;
import dev.dispatcher.portal.kapacitor.task.Task;
import dev.dispatcher.sink.kapacitor.Addresses;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Makes {@code type: kapacitor-alerts}. */
public final class AlertsFactory implements PortalFactory<AlertsOptions> {

    /** A page of a hundred tasks with their scripts is more than most answers are. */
    private static final int ANSWER = 16 << 20;

    /** So many requests a change may need at most, each tried again. */
    private static final int CALLS = 8;

    @Override
    public String type() {
        return "kapacitor-alerts";
    }

    @Override
    public Class<AlertsOptions> options() {
        return AlertsOptions.class;
    }

    @Override
    public Portal create(AlertsOptions options, PluginContext context) {
        DataSource database = context.database(DatabaseTasks.CHANGELOG);
        Tasks tasks = new DatabaseTasks(database, context.json());
        Optional<String> authorization = options.basic()
                .map(Addresses::basic)
                .or(() -> options.token().map(token -> "Bearer " + token.reveal()));
        Http http = context.http(larger(options.http()));
        Kapacitor kapacitor =
                new Kapacitor(new Calls(http, context.json(), options.url(), authorization, options.retries()));
        Settings settings = new Settings(
                options.database(),
                options.retentionPolicy(),
                options.webhook(),
                options.webhookToken(),
                task -> link(options, context, task));
        Changes changes = new Changes(tasks, kapacitor, settings, context.clock(), context.logger(), lease(options));
        States states = new States(kapacitor, settings, context.clock(), options.stateFor());
        Import importing = new Import(tasks, kapacitor, settings, database, Ids::kind);
        Reconciler reconciler = new Reconciler(context, tasks, kapacitor, changes);
        Upkeep upkeep = new Upkeep(
                context, importing, reconciler, options.reconcile(), options.importing(), options.importingNothing());
        return new AlertsPortal(
                new AlertRoutes(context, tasks, changes, states), new ImportRoute(context, importing, upkeep), upkeep);
    }

    private static String link(AlertsOptions options, PluginContext context, Task task) {
        if (options.link().isEmpty()) {
            return "";
        }
        Event event = context.events()
                .event(Map.of(
                        "message",
                        task.id(),
                        "app",
                        task.app(),
                        "check",
                        task.kind().path(),
                        "dyno",
                        task.dyno()));
        return options.link().get().render(event, Template.Escape.URL, () -> "");
    }

    private static Duration lease(AlertsOptions options) {
        return options.http()
                .timeout()
                .multipliedBy((long) CALLS * (options.retries() + 1))
                .plusSeconds(10);
    }

    private static Http.Settings larger(Http.Settings settings) {
        return new Http.Settings(
                settings.timeout(),
                settings.connectTimeout(),
                settings.connections(),
                Math.max(settings.answerLimit(), ANSWER),
                settings.allowPrivate(),
                settings.proxy(),
                settings.tls());
    }
}
