/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Json;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.store.Row;
import dev.dispatcher.portal.kapacitor.store.Tasks;
import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Mistakes;
import dev.dispatcher.portal.kapacitor.task.Task;
import dev.dispatcher.portal.kapacitor.task.TaskBody;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The API at the paths it has always had: tasks of the kind memory have a dyno in them, and take both {@code task} and
 * {@code tasks}, which the one before used in turns.
 */
final class AlertRoutes {

    private static final String APP = "/{app}";
    private static final String DYNO = APP + "/{dyno}";

    private final PluginContext context;
    private final Json json;
    private final Answers answers;
    private final Tasks tasks;
    private final Changes changes;
    private final States states;

    AlertRoutes(PluginContext context, Tasks tasks, Changes changes, States states) {
        this.context = context;
        this.json = context.json();
        this.answers = new Answers(json);
        this.tasks = tasks;
        this.changes = changes;
        this.states = states;
    }

    /** What answers one request. */
    @FunctionalInterface
    private interface Work {
        Response of(Request request) throws Mistakes, Conflict, KapacitorException, SQLException, InterruptedException;
    }

    void add() {
        for (Kind kind : Kind.values()) {
            boolean memory = kind == Kind.MEMORY;
            List<String> one = memory ? List.of("/task/", "/tasks/") : List.of("/task/");
            List<String> all = memory ? List.of("/tasks/", "/task/") : List.of("/tasks/");
            String id = memory ? DYNO : APP;
            for (String before : all) {
                route("GET", before + kind.path(), request -> list(tasks.all(kind)));
            }
            for (String before : one) {
                String path = before + kind.path();
                if (memory) {
                    route("GET", path + APP, request -> list(ofApp(kind, request.pathValue("app"))));
                }
                route("GET", path + id, request -> show(id(kind, request)));
                route("GET", path + id + "/state", request -> state(id(kind, request)));
                route("DELETE", path + id, request -> delete(id(kind, request)));
                route("POST", path, request -> create(kind, request));
                route("PATCH", path, request -> update(kind, request));
            }
        }
    }

    private void route(String method, String path, Work work) {
        context.route(new Route(method, path, Access.SUBMIT, true, request -> answer(work, request)));
        // as before: with a slash at the end, the sender is told where it is
        context.route(new Route(
                method,
                path + "/",
                Access.SUBMIT,
                false,
                request -> Response.text(method.equals("GET") ? 301 : 307, "")
                        .with("Location", location(request.path()))));
    }

    private static String location(String path) {
        String encoded = java.util.Arrays.stream(path.replaceAll("/+$", "").split("/", -1))
                .map(dev.dispatcher.sink.kapacitor.Addresses::encoded)
                .collect(java.util.stream.Collectors.joining("/"));
        return encoded.replaceAll("^/+", "/");
    }

    private Response answer(Work work, Request request) throws InterruptedException {
        try {
            return work.of(request);
        } catch (Mistakes e) {
            return answers.wrong(e);
        } catch (Conflict e) {
            return answers.conflict(e);
        } catch (KapacitorException e) {
            context.counter("kapacitor_failed").increment();
            context.logger().warn("{} {}: {}", request.method(), request.path(), e.getMessage());
            return answers.failed(e);
        } catch (SQLException e) {
            context.counter("store_failed").increment();
            context.logger().warn("{} {}: the store failed", request.method(), request.path(), e);
            return answers.noStore();
        }
    }

    private static String id(Kind kind, Request request) {
        return Task.id(kind, request.pathValue("app"), kind == Kind.MEMORY ? request.pathValue("dyno") : "");
    }

    private List<Task> ofApp(Kind kind, String app) throws SQLException {
        return tasks.all(kind).stream().filter(task -> task.app().equals(app)).toList();
    }

    private Response list(List<Task> found) {
        return answers.value(200, found.stream().map(Task::fields).toList());
    }

    private Optional<Task> find(String id) throws SQLException {
        return tasks.row(id).flatMap(Row::task);
    }

    private Response show(String id) throws SQLException {
        return find(id).map(task -> answers.value(200, task.fields())).orElseGet(answers::nothing);
    }

    private Response state(String id) throws SQLException, KapacitorException, InterruptedException {
        Optional<Task> task = find(id);
        if (task.isEmpty()) {
            return answers.nothing();
        }
        Map<String, String> body = new LinkedHashMap<>();
        body.put("app", task.get().app());
        if (task.get().kind() == Kind.MEMORY) {
            body.put("dynotype", task.get().dyno());
        }
        body.put("state", states.of(task.get()));
        return answers.value(200, body);
    }

    private Response create(Kind kind, Request request)
            throws Mistakes, Conflict, KapacitorException, SQLException, InterruptedException {
        changes.create(TaskBody.read(kind, request.body(), json).task());
        context.counter("created").increment();
        return answers.empty(201);
    }

    private Response update(Kind kind, Request request)
            throws Mistakes, Conflict, KapacitorException, SQLException, InterruptedException {
        TaskBody body = TaskBody.read(kind, request.body(), json);
        if (!changes.update(body.id(), body::over)) {
            return answers.nothing();
        }
        context.counter("updated").increment();
        return answers.empty(201);
    }

    private Response delete(String id) throws Conflict, KapacitorException, SQLException, InterruptedException {
        if (!changes.delete(id)) {
            return answers.nothing();
        }
        context.counter("deleted").increment();
        return answers.empty(200);
    }
}
