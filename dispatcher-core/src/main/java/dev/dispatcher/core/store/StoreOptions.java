/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import java.util.Optional;

/** Where the store is. */
public record StoreOptions(
        @Option(
                "postgres://USER:PASSWORD@HOST:PORT/DATABASE, jdbc:postgresql://HOST/DATABASE, or 'none'. When it is not"
                        + " there: the environment's DATABASE_URL, or else an embedded H2 file in the data folder.")
        Optional<Secret> url,

        @Option("User of PostgreSQL, instead of the one in the address.")
        Optional<String> user,

        @Option("The user's password, instead of the one in the address.")
        Optional<Secret> password,

        @Option(value = "The most connections at the same time.", fallback = "" + CONNECTIONS)
        int connections) {

    static final int CONNECTIONS = 10;

    public StoreOptions {
        if (connections < 1 || connections > 200) {
            throw new IllegalArgumentException("connections must be between 1 and 200, not " + connections);
        }
        if (url.isPresent()) {
            // says what is wrong with it where it stands
            StoreAddress.read(url.get(), user, password);
        } else if (user.isPresent() || password.isPresent()) {
            throw new IllegalArgumentException("user and password go with url; the embedded store has none");
        }
    }
}
