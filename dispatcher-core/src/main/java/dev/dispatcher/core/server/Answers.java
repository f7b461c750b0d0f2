/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.json.JacksonJson;
import io.undertow.io.IoCallback;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** Sends answers whose body is in memory. */
final class Answers {

    /** How long we read on and drop after an answer to a request that we did not read, so that the sender sees it. */
    private static final long LINGER_MILLIS = 2000;

    private static final JacksonJson JSON = new JacksonJson();

    private final long bodyMillis;

    Answers(long bodyMillis) {
        this.bodyMillis = bodyMillis;
    }

    /** {@code {"error": message}} */
    static Response error(int status, String message) {
        return Response.json(status, JSON.write(Map.of("error", message)));
    }

    /** {@code {"error": message, name: value}} */
    static Response error(int status, String message, String name, Object value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", message);
        body.put(name, value);
        return Response.json(status, JSON.write(body));
    }

    void send(HttpServerExchange exchange, Response response, byte[] body) {
        if (exchange.isComplete() || !exchange.getConnection().isOpen()) {
            // the connection broke while the body came
            return;
        }
        head(exchange, response);
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, Integer.toString(body.length));
        boolean unread = !exchange.isRequestComplete();
        Deadline deadline = new Deadline();
        exchange.addExchangeCompleteListener(deadline);
        if (body.length == 0 || exchange.getRequestMethod().equals(io.undertow.util.Methods.HEAD)) {
            exchange.endExchange();
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(body), IoCallback.END_EXCHANGE);
        }
        if (!exchange.isComplete()) {
            deadline.start(exchange, unread ? LINGER_MILLIS : bodyMillis);
        }
    }

    /** Answers and gives the connection up: what the sender still sends is not wanted. */
    void hangUp(HttpServerExchange exchange, Response response, byte[] body) {
        exchange.setPersistent(false);
        send(exchange, response, body);
    }

    static void head(HttpServerExchange exchange, Response response) {
        Map<String, String> headers = response.headers();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!isSafe(header.getKey()) || !isSafe(header.getValue())) {
                throw new IllegalArgumentException("a header of the answer has a line break");
            }
        }
        exchange.setStatusCode(response.status());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            exchange.getResponseHeaders().put(HttpString.tryFromString(header.getKey()), header.getValue());
        }
    }

    private static boolean isSafe(String text) {
        return text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
    }

    /** Closes the connection when an answer has not been taken in time. */
    private static final class Deadline implements ExchangeCompletionListener {
        private volatile XnioExecutor.@Nullable Key timer;

        void start(HttpServerExchange exchange, long millis) {
            timer = exchange.getIoThread()
                    .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), millis, TimeUnit.MILLISECONDS);
            if (exchange.isComplete()) {
                stop();
            }
        }

        private void stop() {
            XnioExecutor.Key key = timer;
            if (key != null) {
                key.remove();
            }
        }

        @Override
        public void exchangeEvent(HttpServerExchange exchange, NextListener next) {
            stop();
            next.proceed();
        }
    }
}
