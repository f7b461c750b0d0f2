/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import dev.dispatcher.core.json.JacksonJson;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the routes of the API have in common. */
final class ApiAnswers {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");
    private static final JacksonJson JSON = new JacksonJson();

    private ApiAnswers() {}

    /** A parameter of the query that is not what it should be; the message becomes the answer. */
    static final class Wrong extends Exception {
        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    /** Answers a request whose parameters may be wrong. */
    @FunctionalInterface
    interface Checked {
        Response handle(Request request) throws Wrong, InterruptedException;
    }

    static dev.dispatcher.api.Route.Handler checked(Checked handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Wrong e) {
                return error(400, String.valueOf(e.getMessage()));
            }
        };
    }

    static Response json(int status, Object body) {
        return Response.json(status, JSON.write(body));
    }

    static Response error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    static int number(Request request, String name, int otherwise, int most) throws Wrong {
        String text = request.query(name);
        if (text == null) {
            return otherwise;
        }
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new Wrong(name + " should be a number from 1 to " + most);
        }
        return number;
    }

    static boolean is(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }
}
