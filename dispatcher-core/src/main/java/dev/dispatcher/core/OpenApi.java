/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Route;
import dev.dispatcher.core.server.OwnedRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of the routes in force. */
final class OpenApi {

    static final String VERSION = "3.1.0";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}/]+)}");

    private OpenApi() {}

    /** @param plugins the routes of portals and sinks, of which no more is known than where they are */
    static Map<String, Object> of(List<ApiRoute> own, List<OwnedRoute> plugins) {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        own.forEach(route -> paths.computeIfAbsent(route.route().path(), unused -> new LinkedHashMap<>())
                .put(method(route.route()), operation(route)));
        plugins.forEach(route -> paths.computeIfAbsent(route.route().path(), unused -> new LinkedHashMap<>())
                .put(method(route.route()), operation(route)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", VERSION);
        document.put(
                "info",
                Map.of(
                        "title", "Dispatcher",
                        "version", Build.version(),
                        "license", Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
        document.put("paths", paths);
        document.put(
                "components",
                Map.of(
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer")),
                        "schemas",
                        Map.of(
                                "Error",
                                Map.of(
                                        "type", "object",
                                        "required", List.of("error"),
                                        "properties", Map.of("error", Map.of("type", "string"))))));
        return document;
    }

    private static String method(Route route) {
        return route.method().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> operation(ApiRoute route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id(route.route()));
        operation.put("summary", route.summary());
        operation.put("tags", List.of("dispatcher"));
        List<Object> parameters = inPath(route.route());
        route.query()
                .forEach(parameter -> parameters.add(Map.of(
                        "name", parameter.name(),
                        "in", "query",
                        "required", false,
                        "description", parameter.sentence(),
                        "schema", Map.of("type", parameter.type()))));
        operation.put("parameters", parameters);
        Map<String, Object> answers = new TreeMap<>();
        route.good()
                .forEach(status -> answers.put(
                        status.toString(),
                        Map.of(
                                "description",
                                "Done.",
                                "content",
                                Map.of(route.content(), Map.of("schema", Map.of())))));
        route.bad().forEach(status -> answers.put(status.toString(), error("Not done; says why.")));
        if (!route.open()) {
            refusals(answers);
        }
        operation.put("responses", answers);
        operation.put("security", security(route.open(), route.route()));
        return operation;
    }

    private static Map<String, Object> operation(OwnedRoute route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id(route.route()));
        operation.put("summary", "Answered by " + route.owner() + "; see the page of its type.");
        operation.put("tags", List.of(route.owner()));
        operation.put("parameters", inPath(route.route()));
        Map<String, Object> answers = new TreeMap<>();
        answers.put("default", Map.of("description", "As the page of its type says."));
        operation.put("responses", answers);
        operation.put("security", security(route.open(), route.route()));
        return operation;
    }

    private static void refusals(Map<String, Object> answers) {
        answers.put("401", error("A token is needed, where tokens are in use."));
        answers.put("403", error("The token does not allow it."));
    }

    private static Map<String, Object> error(String description) {
        return Map.of(
                "description",
                description,
                "content",
                Map.of(ApiRoute.JSON, Map.of("schema", Map.of("$ref", "#/components/schemas/Error"))));
    }

    private static List<Object> security(boolean open, Route route) {
        return open
                ? List.of()
                : List.of(Map.of("token", List.of(route.access().name().toLowerCase(Locale.ROOT))));
    }

    private static List<Object> inPath(Route route) {
        List<Object> parameters = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(route.path());
        while (matcher.find()) {
            parameters.add(Map.of(
                    "name", matcher.group(1), "in", "path", "required", true, "schema", Map.of("type", "string")));
        }
        return parameters;
    }

    /** {@code get-api-sinks-name} */
    private static String id(Route route) {
        return (method(route) + route.path().replaceAll("[^A-Za-z0-9]+", "-")).replaceAll("-$", "");
    }
}
