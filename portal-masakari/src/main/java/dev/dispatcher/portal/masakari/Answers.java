/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.Json;
import dev.dispatcher.api.Route.Request;
import dev.dispatcher.api.Route.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers as Masakari's, headers included. */
final class Answers {

    private static final String OWN_TYPE = "application/vnd.openstack.masakari+json";
    private static final String VERSION = "OpenStack-API-Version";

    private final Json json;
    private final MasakariOptions options;

    Answers(Json json, MasakariOptions options) {
        this.json = json;
        this.options = options;
    }

    Response good(Request request, int status, Version version, Object body) {
        return numbered(document(request, status, body))
                .with(VERSION, "masakari " + version)
                .with("Vary", VERSION);
    }

    /** @param version null when it could not be read */
    Response fault(Fault fault, @Nullable Version version) {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("code", fault.status());
        inner.put("message", String.valueOf(fault.getMessage()));
        Response answer = numbered(Response.json(fault.status(), json.write(Map.of(fault.name(), inner)))
                .with("Content-Type", "application/json; charset=UTF-8"));
        // another name than where it went well; Masakari's clients have always seen this
        return version == null
                ? answer
                : answer.with(VERSION, "instance-ha " + version).with("Vary", VERSION);
    }

    /** As the middleware in front of Masakari says it. */
    Response noToken(Request request) {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("code", 401);
        inner.put("title", "Unauthorized");
        inner.put("message", "The request you have made requires authentication.");
        return numbered(Response.json(401, json.write(Map.of("error", inner)))
                .with("WWW-Authenticate", "Keystone uri=\"" + base(request) + "\""));
    }

    /** Nothing answers there: no JSON in Masakari either. */
    Response nowhere() {
        return numbered(Response.text(404, "404 Not Found\n\nThe resource could not be found.\n"));
    }

    Response versions(Request request) {
        Map<String, Object> version = version();
        version.put("links", List.of(link("self", base(request) + "/v1/")));
        return document(request, 200, Map.of("versions", List.of(version)));
    }

    Response version(Request request, Version asked) {
        Map<String, Object> version = version();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("rel", "describedby");
        described.put("type", "text/html");
        described.put("href", "https://docs.openstack.org/");
        version.put("links", List.of(link("self", base(request) + "/v1/"), described));
        Map<String, Object> media = new LinkedHashMap<>();
        media.put("base", "application/json");
        media.put("type", OWN_TYPE + ";version=1");
        version.put("media-types", List.of(media));
        return good(request, 200, asked, Map.of("version", version));
    }

    private static Map<String, Object> version() {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("id", "v1.0");
        version.put("status", "CURRENT");
        version.put("version", Version.MOST.toString());
        version.put("min_version", Version.LEAST.toString());
        version.put("updated", "2016-07-01T11:33:21Z");
        return version;
    }

    private static Map<String, Object> link(String what, String address) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("rel", what);
        link.put("href", address);
        return link;
    }

    private String base(Request request) {
        String host = request.header("host");
        String before = options.address()
                .map(address -> address.toString().replaceAll("/+$", ""))
                .orElse("http://" + (host == null ? "localhost" : host.replaceAll("[^A-Za-z0-9.:\\[\\]_-]", "")));
        return before + options.path().orElse("");
    }

    private Response document(Request request, int status, Object body) {
        String accept = request.header("accept");
        boolean own = accept != null && accept.contains(OWN_TYPE);
        Response answer = Response.json(status, json.write(body));
        return own ? answer.with("Content-Type", OWN_TYPE) : answer;
    }

    private static Response numbered(Response answer) {
        return answer.with("x-openstack-request-id", "req-" + UUID.randomUUID());
    }
}
