/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Bytes;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.server.HttpCounts.Reason;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Protocols;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** A request's way in: is it wanted, who sent it, which route, its body; then the handler. */
final class Front implements HttpHandler {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");

    private static final HttpString AUTH_TOKEN = new HttpString("X-Auth-Token");

    private final HttpLimits limits;
    private volatile Gate gate;
    private final Answers answers;
    private final Calls calls;
    private final HttpCounts counts;
    private final InFlight inFlight;
    private final Room room;
    private final Rate rate;
    /** Null until there are any. */
    private volatile @Nullable RouteTable routes;

    Front(HttpLimits limits, Gate gate, Answers answers, Calls calls, HttpCounts counts, InFlight inFlight) {
        this.limits = limits;
        this.gate = gate;
        this.answers = answers;
        this.calls = calls;
        this.counts = counts;
        this.inFlight = inFlight;
        this.room = new Room(limits.roomForBodies());
        this.rate = new Rate(limits.rate());
    }

    void admit(Gate changed) {
        gate = changed;
    }

    RouteTable routes() {
        RouteTable now = routes;
        return now == null ? RouteTable.of(java.util.List.of()) : now;
    }

    void use(RouteTable table) {
        routes = table;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HeadWatch watch = HeadWatch.of(exchange);
        if (!watch.arrived()) {
            IoUtils.safeClose(exchange.getConnection());
            return;
        }
        boolean entered = inFlight.enter();
        exchange.addExchangeCompleteListener((done, next) -> {
            watch.answered();
            if (done.isResponseStarted()) {
                counts.answer(done.getStatusCode());
            }
            if (entered) {
                inFlight.leave();
            }
            next.proceed();
        });
        if (!entered) {
            refuse(
                    exchange,
                    Reason.DRAINING,
                    Answers.error(503, "the dispatcher is stopping").with("Retry-After", "5"));
            return;
        }
        if (callerAllowed(exchange)) {
            route(exchange);
        }
    }

    private boolean callerAllowed(HttpServerExchange exchange) {
        HttpString version = exchange.getProtocol();
        if (!version.equals(Protocols.HTTP_1_1) && !version.equals(Protocols.HTTP_1_0)) {
            giveUp(exchange, Reason.VERSION, Answers.error(505, "this server speaks HTTP/1.1 and HTTP/1.0"));
            return false;
        }
        HeaderMap headers = exchange.getRequestHeaders();
        String host = headers.getFirst(Headers.HOST);
        if (headers.count(Headers.HOST) > 1 || !framed(headers)) {
            refuse(exchange, Reason.MALFORMED, Answers.error(400, "the headers contradict each other"));
            return false;
        }
        if (!gate.hostAllowed(host)) {
            refuse(exchange, Reason.HOST, Answers.error(421, "this Host is not listed in http.hosts"));
            return false;
        }
        String origin = headers.getFirst(Headers.ORIGIN);
        if (!gate.originAllowed(origin, host)) {
            refuse(exchange, Reason.ORIGIN, Answers.error(403, "this Origin is not listed in http.origins"));
            return false;
        }
        if (origin != null && gate.listed(origin)) {
            exchange.getResponseHeaders().put(ALLOW_ORIGIN, origin).put(Headers.VARY, "Origin");
        }
        return true;
    }

    /** Two ways to say where the body ends are one too many. */
    private static boolean framed(HeaderMap headers) {
        String transfer = headers.getFirst(Headers.TRANSFER_ENCODING);
        return transfer == null
                || (headers.count(Headers.TRANSFER_ENCODING) == 1
                        && transfer.trim().equalsIgnoreCase("chunked")
                        && !headers.contains(Headers.CONTENT_LENGTH));
    }

    private void route(HttpServerExchange exchange) throws Exception {
        RouteTable table = routes;
        if (table == null) {
            starting(exchange);
            return;
        }
        String method = exchange.getRequestMethod().toString();
        RouteTable.@Nullable Found found;
        try {
            found = table.find(exchange.getRequestPath());
        } catch (IllegalArgumentException e) {
            refuse(exchange, Reason.MALFORMED, Answers.error(400, String.valueOf(e.getMessage())));
            return;
        }
        if (found == null && !table.complete()) {
            starting(exchange);
            return;
        }
        if (found == null) {
            refuse(exchange, Reason.NOT_FOUND, Answers.error(404, "nothing answers at this path"));
            return;
        }
        OwnedRoute route = found.route(method);
        if (route == null) {
            noSuchMethod(exchange, method, found);
            return;
        }
        Gate now = gate;
        if (route.open() || mayCall(exchange, now, route.route())) {
            body(
                    exchange,
                    new Calls.Call(route, found.segments(), now.senders(), access -> allows(exchange, now, access)));
        }
    }

    /** Whether connections from there bring many senders. */
    boolean trusts(java.net.InetAddress address) {
        return gate.senders().trusted(address);
    }

    /** OpenStack's clients know one header only, and it means the same. */
    private static @Nullable String credentials(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        String authorization = headers.getFirst(Headers.AUTHORIZATION);
        String token = authorization == null ? headers.getFirst(AUTH_TOKEN) : null;
        return token == null ? authorization : "Bearer " + token;
    }

    private static boolean allows(HttpServerExchange exchange, Gate now, Access access) {
        if (!now.asks()) {
            return true;
        }
        Gate.Caller caller = now.caller(credentials(exchange));
        return caller != null && caller.allow().contains(access);
    }

    private boolean mayCall(HttpServerExchange exchange, Gate now, Route route) {
        Access access = route.access();
        Object who;
        if (now.asks() && !route.open()) {
            Gate.Caller caller = now.caller(credentials(exchange));
            if (caller == null || !caller.allow().contains(access)) {
                Reason reason = caller == null ? Reason.NO_TOKEN : Reason.SCOPE;
                noEntry(exchange, reason, access.name().toLowerCase(Locale.ROOT));
                return false;
            }
            who = caller.name();
        } else if (rate.limits()) {
            who = Rate.address(now.senders().sender(exchange).getAddress());
        } else {
            return true;
        }
        long wait = rate.ask(who);
        if (wait > 0) {
            Response response = Answers.error(
                    429, "more than " + limits.rate() + " requests in a second" + " (http.limits.rate)", "limit", (long)
                            limits.rate());
            refuse(exchange, Reason.RATE, response.with("Retry-After", Long.toString(wait)));
        }
        return wait == 0;
    }

    /** Not 404: a sender would take that for the last word on its events. */
    private void starting(HttpServerExchange exchange) {
        refuse(
                exchange,
                Reason.STARTING,
                Answers.error(503, "the dispatcher is starting").with("Retry-After", "1"));
    }

    private void noSuchMethod(HttpServerExchange exchange, String method, RouteTable.Found found) {
        if (method.equals("OPTIONS")) {
            Response allowed = Response.of(204).with("Allow", found.allow());
            if (exchange.getResponseHeaders().contains(ALLOW_ORIGIN)) {
                allowed = allowed.with("Access-Control-Allow-Methods", found.allow())
                        .with("Access-Control-Allow-Headers", "Authorization, Content-Type, Content-Encoding");
            }
            answers.send(exchange, allowed, new byte[0]);
            return;
        }
        Response response = Answers.error(405, "this path takes " + found.allow() + ", not " + method);
        refuse(exchange, Reason.METHOD, response.with("Allow", found.allow()));
    }

    private void noEntry(HttpServerExchange exchange, Reason reason, String scope) {
        Response response = reason == Reason.SCOPE
                ? Answers.error(403, "this token does not allow to " + scope)
                        .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"")
                : Answers.error(401, "a token that allows to " + scope + " is needed: Authorization: Bearer …")
                        .with("WWW-Authenticate", "Bearer realm=\"dispatcher\"");
        refuse(exchange, reason, response);
    }

    private void body(HttpServerExchange exchange, Calls.Call call) throws Exception {
        HeaderMap headers = exchange.getRequestHeaders();
        String coding = headers.contains(Headers.CONTENT_ENCODING)
                ? String.join(",", headers.get(Headers.CONTENT_ENCODING)).trim()
                : "";
        if (!Inflate.isPlain(coding) && !Inflate.isKnown(coding)) {
            refuse(
                    exchange,
                    Reason.ENCODING,
                    Answers.error(415, "a body is plain, gzip or deflate").with("Accept-Encoding", "gzip, deflate"));
            return;
        }
        if (exchange.getRequestContentLength() > limits.body().bytes()) {
            tooLarge(exchange, "http.limits.body", limits.body().bytes());
            return;
        }
        Room.Share share = room.share();
        exchange.addExchangeCompleteListener((done, next) -> {
            share.release();
            next.proceed();
        });
        BodyReader.Then then = new BodyReader.Then() {
            @Override
            public void read(HttpServerExchange whole, byte[] body) throws Exception {
                if (Inflate.isPlain(coding) || body.length == 0) {
                    calls.call(whole, call, body);
                } else {
                    // on a worker: inflating is the one thing here whose cost the sender sets
                    whole.dispatch(whole.getConnection().getWorker(), (HttpHandler)
                            again -> inflate(again, call, coding, body, share));
                }
            }

            @Override
            public void failed(HttpServerExchange part, Reason reason) {
                switch (reason) {
                    case TOO_LARGE ->
                        tooLarge(part, "http.limits.body", limits.body().bytes());
                    case BUSY -> busy(part);
                    case TIMEOUT ->
                        giveUp(
                                part,
                                reason,
                                Answers.error(408, "the body did not arrive within http.limits.body-time"));
                    default -> giveUp(part, reason, Answers.error(400, "the body ended too early, or was malformed"));
                }
            }
        };
        BodyReader.read(exchange, (int) limits.body().bytes(), limits.bodyTime().toMillis(), share, then);
    }

    private void inflate(HttpServerExchange exchange, Calls.Call call, String coding, byte[] body, Room.Share share)
            throws Exception {
        byte[] inflated;
        try {
            inflated = Inflate.inflate(coding, body, limits.decompressedBody().bytes(), share);
        } catch (Inflate.NoRoom e) {
            busy(exchange);
            return;
        } catch (Inflate.TooLarge e) {
            tooLarge(
                    exchange,
                    "http.limits.decompressed-body",
                    limits.decompressedBody().bytes());
            return;
        } catch (IOException e) {
            refuse(exchange, Reason.MALFORMED, Answers.error(400, "the body is not " + coding));
            return;
        }
        calls.call(exchange, call, inflated);
    }

    private void busy(HttpServerExchange exchange) {
        giveUp(
                exchange,
                Reason.BUSY,
                Answers.error(503, "too many large bodies at once (http.limits.all-bodies)")
                        .with("Retry-After", "1"));
    }

    private void tooLarge(HttpServerExchange exchange, String limit, long bytes) {
        giveUp(
                exchange,
                Reason.TOO_LARGE,
                Answers.error(413, "the body has more than " + bytes + " bytes (" + limit + ")", "limit", bytes));
    }

    private void giveUp(HttpServerExchange exchange, Reason reason, Response response) {
        counts.refuse(reason);
        answers.hangUp(exchange, response, ((Bytes) response.body()).bytes());
    }

    /** The connection stays unless a large body is still to come. */
    private void refuse(HttpServerExchange exchange, Reason reason, Response response) {
        boolean small = exchange.isRequestComplete()
                || (exchange.getRequestContentLength() >= 0
                        && exchange.getRequestContentLength() <= limits.body().bytes()
                        && !HttpContinue.requiresContinueResponse(exchange));
        if (small && reason != Reason.DRAINING && reason != Reason.MALFORMED) {
            counts.refuse(reason);
            answers.send(exchange, response, ((Bytes) response.body()).bytes());
        } else {
            giveUp(exchange, reason, response);
        }
    }
}
