/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.takeover.Import;
import dev.dispatcher.portal.kapacitor.takeover.Report;
import java.sql.SQLException;

/** {@code POST /tasks/import}: an import while it runs, with its report as the answer. {@code ?check=true} takes nothing. */
final class ImportRoute {

    private final PluginContext context;
    private final Import importing;
    private final Upkeep upkeep;
    private final Answers answers;

    ImportRoute(PluginContext context, Import importing, Upkeep upkeep) {
        this.context = context;
        this.importing = importing;
        this.upkeep = upkeep;
        this.answers = new Answers(context.json());
    }

    void add() {
        context.route(new Route("POST", "/tasks/import", Access.ADMIN, true, this::run));
    }

    private Response run(Request request) throws InterruptedException {
        String asked = request.query("check");
        if (asked != null && !asked.equals("true") && !asked.equals("false")) {
            return answers.error(400, "check should be true or false, not '" + asked + "'");
        }
        boolean check = "true".equals(asked);
        try {
            Report report = importing.run(check);
            report.log(context.logger());
            if (!check) {
                context.counter("imported").add(report.taken());
                upkeep.compareNow();
            }
            return answers.value(200, report.fields());
        } catch (KapacitorException e) {
            context.counter("kapacitor_failed").increment();
            return answers.failed(e);
        } catch (SQLException e) {
            context.counter("store_failed").increment();
            context.logger().warn("import: the store failed", e);
            return answers.noStore();
        }
    }
}
