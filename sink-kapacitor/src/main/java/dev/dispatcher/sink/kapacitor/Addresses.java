/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.Http;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Addresses below a server's own, and who asks there. */
public final class Addresses {

    private Addresses() {}

    /**
     * Refuses what is no address of a server.
     *
     * @throws IllegalArgumentException without the address, which may hold a password
     */
    public static void checked(String option, URI address) {
        boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!http || address.getHost() == null || address.getPort() > 65535) {
            throw new IllegalArgumentException(option + " should be an address such as http://127.0.0.1:9092");
        }
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(option + " must not hold a user; there is an option for it");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException(option + " should have no query and no fragment");
        }
    }

    /**
     * A path below the server's own address, whether that ends with a slash or not.
     *
     * @param path with its slash at the beginning, encoded
     * @param query in order; encoded here
     */
    public static URI below(URI server, String path, Map<String, String> query) {
        String base = server.toString().replaceAll("/+$", "");
        String asked = query.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(base + path + (asked.isEmpty() ? "" : "?" + asked));
    }

    /** One segment of a path, or one part of a query, percent-encoded. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The value of the Authorization header for a user name and password. */
    public static String basic(KapacitorOptions.Basic basic) {
        byte[] pair = (basic.user() + ":" + basic.password().reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** The request with the header, where there is one. */
    public static Http.Request authorized(Http.Request request, Optional<String> authorization) {
        return authorization.map(value -> request.with("Authorization", value)).orElse(request);
    }
}
