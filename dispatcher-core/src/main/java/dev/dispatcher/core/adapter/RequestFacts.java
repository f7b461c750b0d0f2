/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Route.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What an adapter's file may say about the request itself. */
final class RequestFacts {

    /** Never shown to a template, which could put them into an event. */
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-gitlab-token", "x-auth-token", "x-api-key");

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PAYLOAD = "payload=";

    private RequestFacts() {}

    /** Headers as {@code header.x_github_event}, since a template takes a hyphen for a minus; and {@code request.method}. */
    static Map<String, Object> of(Request request, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            if (!CREDENTIALS.contains(name) && !values.isEmpty()) {
                facts.put("header." + name.toLowerCase(Locale.ROOT).replace('-', '_'), Tree.clean(values.get(0)));
            }
        });
        facts.put("request.method", request.method());
        facts.put(Sight.TIME, now.toString());
        return facts;
    }

    /** The body, or what a form has as {@code payload}, as several tools send JSON. */
    static byte[] document(Request request) {
        byte[] body = request.body();
        List<String> types = request.headers().getOrDefault("content-type", List.of());
        if (types.isEmpty() || !types.get(0).toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return body;
        }
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            if (pair.startsWith(PAYLOAD)) {
                try {
                    return URLDecoder.decode(pair.substring(PAYLOAD.length()), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    return body;
                }
            }
        }
        return body;
    }
}
