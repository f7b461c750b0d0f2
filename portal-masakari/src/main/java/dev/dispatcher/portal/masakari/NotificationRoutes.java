/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API at Masakari's paths. */
final class NotificationRoutes {

    private static final int LARGEST = 114_688;
    private static final Set<String> JSON =
            Set.of("", "application/json", "application/vnd.openstack.masakari+json", "text/plain");

    private final MasakariOptions options;
    private final PluginContext context;
    private final Notifications notifications;
    private final Tracker tracker;
    private final Answers answers;
    private final Sink intake;
    private volatile boolean closed;

    NotificationRoutes(
            MasakariOptions options, PluginContext context, Notifications notifications, Tracker tracker, Sink intake) {
        this.options = options;
        this.context = context;
        this.notifications = notifications;
        this.tracker = tracker;
        this.answers = new Answers(context.json(), options);
        this.intake = intake;
    }

    void close() {
        closed = true;
    }

    /** What answers one request. */
    @FunctionalInterface
    private interface Work {
        Response of(Request request, Version version)
                throws Fault, DeliveryException, IOException, SQLException, InterruptedException;
    }

    void add() {
        String before = options.path().orElse("");
        open("GET", before + "/", answers::versions);
        if (!before.isEmpty()) {
            open("GET", before, answers::versions);
        }
        for (String path : List.of("/v1", "/v1/")) {
            route("GET", before + path, "versions:discoverable", answers::version);
        }
        for (String project : List.of("/v1", "/v1/{project}")) {
            collection(before + project + "/notifications");
            collection(before + project + "/notifications.json");
            String one = before + project + "/notifications/{id}";
            route("GET", one, "detail", (request, version) -> show(request.pathValue("id"), request, version));
            wrong("PUT", one, "update");
            wrong("DELETE", one, "delete");
            wrong("POST", one + "/action", "action");
            wrong("GET", one + "/edit", "edit");
            wrong("GET", before + project + "/notifications/new", "new");
        }
    }

    private void collection(String path) {
        route("GET", path, "index", this::list);
        route("POST", path, "create", this::create);
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            open(method, path, request -> answers.nowhere());
        }
    }

    private void wrong(String method, String path, String action) {
        route(method, path, action, (request, version) -> {
            throw new Fault(
                    405,
                    "The request method: '" + method + "' with action: '" + action
                            + "' is not allowed on this resource");
        });
    }

    private void open(String method, String path, Route.Handler handler) {
        context.route(new Route(method, path, Access.SUBMIT, false, true, handler));
    }

    private void route(String method, String path, String action, Work work) {
        context.route(new Route(method, path, Access.SUBMIT, true, true, request -> answer(work, action, request)));
    }

    private Response answer(Work work, String action, Request request) throws InterruptedException {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        boolean open = options.tokens() == MasakariOptions.Tokens.OPEN;
        if (!open && !knows(request)) {
            return answers.noToken(request);
        }
        Version version = null;
        try {
            version = Version.of(request);
            version.check();
            if (!open && !request.allows(Access.SUBMIT) && !(reads && request.allows(Access.READ))) {
                throw new Fault(
                        403, "Policy doesn't allow os_masakari_api:notifications:" + action + " to be performed.");
            }
            if (closed) {
                return later(new Fault(503, "this portal is closed"), version, 1);
            }
            tracker.save();
            return work.of(request, version);
        } catch (Fault e) {
            return refused(e, version);
        } catch (DeliveryException e) {
            return notTaken(e, version);
        } catch (IOException e) {
            return later(new Fault(503, "the notification could not be taken now"), version, 1);
        } catch (SQLException e) {
            context.counter("store_failed").increment();
            context.logger().warn("{} {}: the store failed", request.method(), request.path(), e);
            return later(new Fault(503, "the store cannot be reached"), version, 5);
        }
    }

    private static boolean knows(Request request) {
        return request.allows(Access.SUBMIT) || request.allows(Access.READ) || request.allows(Access.ADMIN);
    }

    private Response refused(Fault fault, @Nullable Version version) {
        context.counter(fault.status() == 409 ? "conflicts" : "refused").increment();
        return answers.fault(fault, version);
    }

    private Response notTaken(DeliveryException e, @Nullable Version version) {
        if (!e.retryable()) {
            int status = e.reason() == DeliveryException.Reason.SERVER ? 502 : 400;
            return answers.fault(new Fault(status, String.valueOf(e.getMessage())), version);
        }
        int status = e.reason() == DeliveryException.Reason.RATE_LIMITED ? 429 : 503;
        // rounded up: a sender that comes back too early is refused again
        long wait = e.notBefore().map(time -> time.plusMillis(999).toSeconds()).orElse(1L);
        return later(new Fault(status, String.valueOf(e.getMessage())), version, Math.max(1, wait));
    }

    private Response later(Fault fault, @Nullable Version version, long seconds) {
        return answers.fault(fault, version).with("Retry-After", Long.toString(seconds));
    }

    private Response list(Request request, Version version) throws Fault, SQLException {
        Optional<String> marker = Listing.marker(request);
        Optional<Row> after = Optional.empty();
        if (marker.isPresent()) {
            after = marked(marker.get());
            if (after.isEmpty()) {
                throw new Fault(400, "Marker " + marker.get() + " could not be found.");
            }
        }
        List<Object> shown = notifications.list(Listing.of(request, after)).stream()
                .map(row -> (Object) row.shown(false))
                .toList();
        return answers.good(request, 200, version, Map.of("notifications", shown));
    }

    private Optional<Row> marked(String marker) throws SQLException {
        return marker.matches("[0-9]{1,18}") ? notifications.find(Long.parseLong(marker)) : notifications.find(marker);
    }

    private Response show(String name, Request request, Version version) throws Fault, SQLException {
        String uuid = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        Row row = notifications.find(uuid).orElseThrow(() -> new Fault(404, "No notification with id " + uuid + "."));
        return answers.good(
                request,
                200,
                version,
                Map.of("notification", tracker.current(row).shown(version.hasDetails())));
    }

    private Response create(Request request, Version version)
            throws Fault, DeliveryException, IOException, SQLException, InterruptedException {
        String type = request.header("content-type");
        if (type != null && !JSON.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            throw new Fault(415, "Unsupported Content-Type");
        }
        if (request.body().length > LARGEST) {
            throw new Fault(413, "Request is too large.");
        }
        Notice notice = Notice.read(request.body(), context.json());
        MasakariOptions.Host host = options.host(notice.host())
                .orElseThrow(() -> new Fault(400, "Host with name " + notice.host() + " could not be found."));
        if (host.maintenance()) {
            throw new Fault(
                    409,
                    "Notification received from host " + host.name() + " of type '" + notice.type()
                            + "' is ignored as the host is already under maintenance.");
        }
        String uuid = UUID.randomUUID().toString();
        Event event = event(notice, uuid, host.id());
        Row row = new Row(
                0,
                uuid,
                Times.micros(notice.generated()),
                host.id(),
                notice.type(),
                notice.payload(),
                "new",
                List.of(),
                tracker.now(),
                0);
        Row kept = notifications
                .add(row, host.name(), options.duplicatesWithin(), () -> intake.deliver(List.of(event)))
                .orElseThrow(() -> new Fault(
                        409,
                        "Notification received from host " + host.name() + " of type " + notice.type()
                                + " is duplicate."));
        tracker.follow(uuid);
        tracker.tidy();
        context.counter("created").increment();
        return answers.good(request, 202, version, Map.of("notification", kept.shown(false)));
    }

    private Event event(Notice notice, String uuid, String host) throws Fault {
        try {
            return context.events().event(notice.event(uuid, host));
        } catch (IllegalArgumentException e) {
            throw new Fault(400, String.valueOf(e.getMessage()));
        }
    }
}
