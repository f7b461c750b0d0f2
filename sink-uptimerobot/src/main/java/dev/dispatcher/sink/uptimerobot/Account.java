/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.uptimerobot;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The API of one account, version 2: every call is a POST of a form and answers 200 with {@code stat} {@code ok} or {@code
 * fail}. See <a href="https://uptimerobot.com/api/">uptimerobot.com/api</a>.
 */
final class Account {

    /** A monitor as the API tells it. */
    record Monitor(String id, String name, String url, int type) {}

    /** Somebody to be told. */
    record Contact(String id, String name, int type) {}

    private static final int PAGE = 50;
    /** Beyond so many pages something is wrong with the answer. */
    private static final int PAGES = 1000;

    private final Http http;
    private final Json json;
    private final String base;
    private final Secret key;

    Account(URI base, Secret key, Http http, Json json) {
        this.base = base.toString().replaceAll("/+$", "");
        this.key = key;
        this.http = http;
        this.json = json;
    }

    /** Those whose name or address has this text in it. */
    List<Monitor> monitors(String search) throws DeliveryException, IOException, InterruptedException {
        return pages(
                "getMonitors",
                Map.of("search", search),
                "monitors",
                each -> new Monitor(
                        text(each, "id"), text(each, "friendly_name"), text(each, "url"), number(each.get("type"))));
    }

    List<Contact> contacts() throws DeliveryException, IOException, InterruptedException {
        return pages(
                "getAlertContacts",
                Map.of(),
                "alert_contacts",
                each -> new Contact(text(each, "id"), text(each, "friendly_name"), number(each.get("type"))));
    }

    void add(Map<String, String> settings) throws DeliveryException, IOException, InterruptedException {
        call("newMonitor", settings);
    }

    void edit(String id, Map<String, String> settings) throws DeliveryException, IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("id", id);
        form.putAll(settings);
        call("editMonitor", form);
    }

    void delete(String id) throws DeliveryException, IOException, InterruptedException {
        call("deleteMonitor", Map.of("id", id));
    }

    private <T> List<T> pages(String method, Map<String, String> form, String list, Function<Map<?, ?>, T> reader)
            throws DeliveryException, IOException, InterruptedException {
        List<T> all = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            Map<String, String> asked = new LinkedHashMap<>(form);
            asked.put("offset", Integer.toString(page * PAGE));
            asked.put("limit", Integer.toString(PAGE));
            Map<?, ?> answer = call(method, asked);
            List<?> found = answer.get(list) instanceof List<?> some ? some : List.of();
            found.stream()
                    .filter(Map.class::isInstance)
                    .map(each -> reader.apply((Map<?, ?>) each))
                    .forEach(all::add);
            if (found.size() < PAGE || all.size() >= total(answer)) {
                break;
            }
        }
        return all;
    }

    /** Monitors tell it in an object of its own, contacts beside the list. */
    private static int total(Map<?, ?> answer) {
        Object total = answer.get("pagination") instanceof Map<?, ?> pagination
                ? pagination.get("total")
                : answer.get("total");
        return total == null ? Integer.MAX_VALUE : number(total);
    }

    private Map<?, ?> call(String method, Map<String, String> form)
            throws DeliveryException, IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("api_key", key.reveal());
        all.put("format", "json");
        all.putAll(form);
        String body = all.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        Http.Response answer = http.send(Http.Request.post(
                URI.create(base + "/" + method),
                "application/x-www-form-urlencoded",
                body.getBytes(StandardCharsets.UTF_8)));
        if (answer.status() < 200 || answer.status() >= 300) {
            throw DeliveryException.of(answer);
        }
        return judged(method, answer);
    }

    private Map<?, ?> judged(String method, Http.Response answer) throws DeliveryException {
        Map<?, ?> read = read(answer)
                .orElseThrow(() -> DeliveryException.retryable(
                        Reason.SERVER, method + " was answered with something that is no JSON object", null));
        if ("ok".equals(read.get("stat"))) {
            return read;
        }
        Map<?, ?> error = read.get("error") instanceof Map<?, ?> map ? map : Map.of();
        String type = text(error, "type").toLowerCase(Locale.ROOT);
        String parameter = text(error, "parameter_name");
        String message = method + " failed: " + type + " " + parameter + " " + shortened(text(error, "message"));
        if (type.contains("not_authorized") || parameter.equals("api_key") || message.contains("api_key")) {
            throw DeliveryException.unauthorized(message);
        }
        if (type.contains("limit") || type.contains("internal") || type.contains("timeout") || type.isEmpty()) {
            throw DeliveryException.retryable(Reason.SERVER, message, null);
        }
        throw DeliveryException.permanent(message);
    }

    private Optional<Map<?, ?>> read(Http.Response answer) {
        try {
            return json.read(answer.body()) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString();
    }

    private static int number(@Nullable Object value) {
        try {
            return value == null ? -1 : Integer.parseInt(value.toString());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200);
    }
}
