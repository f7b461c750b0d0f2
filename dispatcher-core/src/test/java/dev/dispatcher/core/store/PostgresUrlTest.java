/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dispatcher.api.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://bob:s3cret@db.example.org/events|bob|s3cret|jdbc:postgresql://db.example.org/events",
                "postgresql://bob:s3cret@db:5433/events|bob|s3cret|jdbc:postgresql://db:5433/events",
                "POSTGRES://bob@db/events|bob||jdbc:postgresql://db/events",
                "jdbc:postgresql://db/events|||jdbc:postgresql://db/events",
                "jdbc:postgresql://db/events?user=bob&password=s3cret&ssl=true|bob|s3cret|jdbc:postgresql://db/events?ssl=true",
                "postgres://bob:p%40ss%2Fw%25rd%3F@db/events|bob|p@ss/w%rd?|jdbc:postgresql://db/events",
                "postgres://bob:p@ss/word@db/events|bob|p@ss/word|jdbc:postgresql://db/events",
                "postgres://bob:a+b:c@db/events|bob|a+b:c|jdbc:postgresql://db/events",
                "postgres://b:p@[::1]:5433/events|b|p|jdbc:postgresql://[::1]:5433/events",
                "postgres://b:p@one:1,two:2/events|b|p|jdbc:postgresql://one:1,two:2/events",
                "postgres://b:p@db/events?sslmode=require&connect_timeout=3|b|p|jdbc:postgresql://db/events?sslmode=require&connectTimeout=3",
            })
    void bothFormsAreUnderstood(String text, String user, String password, String jdbc) {
        PostgresUrl url = PostgresUrl.parse(text);
        assertThat(url.user().orElse(null)).isEqualTo(user);
        assertThat(url.password().orElse(null)).isEqualTo(password);
        assertThat(url.jdbc()).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "mysql://bob:s3cret@db/events",
                "jdbc:h2:mem:s3cret",
                "postgres:bob:s3cret@db/events",
                "postgres://bob:s3cret@/events",
                "postgres://bob:s3cret@db",
                "postgres://bob:s3cret@db/",
                "postgres://bob:s3cret@db:port/events",
                "postgres://bob:s3cret@db:0/events",
                "postgres://bob:s3cret%4@db/events",
                "postgres://bob:s3cret%zz@db/events",
                "postgres://bob:s3cret@[::1/events",
                "postgres://bob:s3cret@d b/events",
                "postgres://bob:s3cret@a,,b/events",
                "postgres://bob:x?s3cret@db/events",
            })
    void whatCannotBeUsedIsRefusedWithoutTellingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresUrl.parse(text))
                .withMessageStartingWith("url ")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void anAddressIsShownWithoutUserAndPassword() {
        StoreAddress address = StoreAddress.read(
                new Secret("postgres://bob:s3cret@db:5433/events"), Optional.empty(), Optional.empty());
        assertThat(address).hasToString("postgresql db:5433/events");
        assertThat(address.url()).doesNotContain("s3cret");
        assertThat(address.secrets()).containsExactly("s3cret");
    }

    @Test
    void optionsWinOverTheEnvironmentAndTheEnvironmentOverTheFile() {
        Path data = Path.of("/somewhere/data");
        StoreOptions none = new StoreOptions(
                Optional.of(new Secret("postgres://bob:old@db/events")),
                Optional.of("alice"),
                Optional.of(new Secret("new")),
                3);
        StoreAddress written = StoreAddress.of(none, "postgres://other/other", data);
        assertThat(written.url()).isEqualTo("jdbc:postgresql://db/events");
        assertThat(written.user()).isEqualTo("alice");
        assertThat(written.password().reveal()).isEqualTo("new");
        assertThat(written.connections()).isEqualTo(3);
        StoreOptions silent = new StoreOptions(Optional.empty(), Optional.empty(), Optional.empty(), 4);
        assertThat(StoreAddress.of(silent, "postgres://other/other", data).shown())
                .isEqualTo("postgresql other/other");
        assertThat(StoreAddress.of(silent, "none", data).kind()).isEqualTo(StoreAddress.Kind.NONE);
        assertThat(StoreAddress.of(silent, " ", data).shown()).isEqualTo("h2 /somewhere/data/store.mv.db");
    }
}
