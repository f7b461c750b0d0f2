/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the database is, in the form of its driver, and who asks there.
 *
 * @param jdbc may hold a secret among its parameters
 */
record Address(String jdbc, Optional<String> user, Optional<String> password) {

    /** @throws IllegalArgumentException without the address */
    static Address of(Secret url, Optional<String> user, Optional<Secret> password) {
        String text = url.reveal().trim();
        Address address;
        if (text.startsWith("jdbc:")) {
            address = new Address(text, Optional.empty(), Optional.empty());
        } else if (text.startsWith("postgres://") || text.startsWith("postgresql://")) {
            address = postgres(text);
        } else {
            throw new IllegalArgumentException(
                    "url should be an address such as postgres://host/name or jdbc:postgresql://host/name");
        }
        if ((address.user.isPresent() && user.isPresent()) || (address.password.isPresent() && password.isPresent())) {
            throw new IllegalArgumentException("user and password are in the url, and beside it");
        }
        return new Address(
                address.jdbc, address.user.or(() -> user), address.password.or(() -> password.map(Secret::reveal)));
    }

    private static Address postgres(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // its own message has the address
            throw new IllegalArgumentException("url is no address: at character " + (e.getIndex() + 1) + ", "
                    + e.getReason() + "; what is special in a password is written as %40 and the like");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("url should have a host, as in postgres://host/name");
        }
        int at = authority.lastIndexOf('@');
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        if (at >= 0) {
            String[] parts = authority.substring(0, at).split(":", 2);
            user = Optional.of(decoded(parts[0]));
            password = parts.length > 1 ? Optional.of(decoded(parts[1])) : Optional.empty();
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Address("jdbc:postgresql://" + authority.substring(at + 1) + path + query, user, password);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Properties properties() {
        Properties properties = new Properties();
        if (jdbc.startsWith("jdbc:postgresql:")) {
            properties.setProperty("ApplicationName", "dispatcher");
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("socketTimeout", "300");
            // what the driver cannot say by the type of its parameter, such as json or uuid, the server finds out
            properties.setProperty("stringtype", "unspecified");
        }
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(secret -> properties.setProperty("password", secret));
        return properties;
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "an address";
    }
}
