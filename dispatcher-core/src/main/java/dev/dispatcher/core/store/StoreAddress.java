/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import dev.dispatcher.api.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the store is, understood. No message about it holds a password, nor the address as it was written.
 *
 * @param url for JDBC, without user and password; empty where there is no store
 * @param file of the embedded database, without its endings; null for others
 * @param shown for people: kind, host and database
 */
public record StoreAddress(
        Kind kind, String url, @Nullable Path file, String user, Secret password, int connections, String shown) {

    /** Environment variable with the address, as hosting platforms set it. */
    public static final String VARIABLE = "DATABASE_URL";

    static final String NONE = "none";

    /** Which database. */
    public enum Kind {
        NONE,
        H2,
        POSTGRESQL
    }

    public static StoreAddress none() {
        return new StoreAddress(Kind.NONE, "", null, "", new Secret(""), 0, NONE);
    }

    /** The file {@code store.mv.db} in this folder. */
    public static StoreAddress embedded(Path data, int connections) {
        Path file = data.toAbsolutePath().normalize().resolve("store");
        return new StoreAddress(
                Kind.H2, "jdbc:h2:file:" + file, file, "sa", new Secret(""), connections, "h2 " + file + ".mv.db");
    }

    /**
     * What the options say, or else the environment, or else the embedded file.
     *
     * @param variable what {@link #VARIABLE} holds; null or blank when it is not set
     * @throws IllegalArgumentException when the variable is no address that can be used; the options have been checked
     */
    public static StoreAddress of(StoreOptions options, @Nullable String variable, Path data) {
        if (options.url().isPresent()) {
            return read(options.url().get(), options.user(), options.password()).with(options.connections());
        }
        if (variable != null && !variable.isBlank()) {
            return read(new Secret(variable), Optional.empty(), Optional.empty())
                    .with(options.connections());
        }
        return embedded(data, options.connections());
    }

    /** Texts of it that must never be shown. */
    public List<String> secrets() {
        return password.reveal().isEmpty() ? List.of() : List.of(password.reveal());
    }

    static StoreAddress read(Secret written, Optional<String> user, Optional<Secret> password) {
        String text = written.reveal().strip();
        if (text.equals(NONE)) {
            return none();
        }
        PostgresUrl parsed = PostgresUrl.parse(text);
        return new StoreAddress(
                Kind.POSTGRESQL,
                parsed.jdbc(),
                null,
                user.or(parsed::user).orElse(""),
                password.or(() -> parsed.password().map(Secret::new)).orElse(new Secret("")),
                StoreOptions.CONNECTIONS,
                parsed.shown());
    }

    private StoreAddress with(int most) {
        return kind == Kind.NONE ? this : new StoreAddress(kind, url, file, user, password, most, shown);
    }

    @Override
    public String toString() {
        return shown;
    }
}
