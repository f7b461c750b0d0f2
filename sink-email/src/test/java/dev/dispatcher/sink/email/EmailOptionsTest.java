/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EmailOptionsTest {

    private static void refused(String why, Consumer<Emails> change) {
        Emails emails = Emails.at(25);
        change.accept(emails);
        assertThatThrownBy(emails::options)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatCannotBeMeantIsRefusedWithItsReason() {
        refused("from should be an address", emails -> emails.from = "nobody");
        refused("control character", emails -> emails.from = "a@example.org\nBcc: b@example.org");
        refused("a recipient is needed", emails -> emails.to = List.of());
        refused("a recipient should be an address", emails -> emails.to = List.of("ops at example"));
        refused("need allowed", emails -> emails.to = List.of("{{ owner }}"));
        refused("allowed should be", emails -> emails.allowed = List.of("not a domain"));
        refused("written by the sink itself", emails -> emails.headers.put("Content-Type", "text/html"));
        refused("is no name of a header", emails -> emails.headers.put("X Y", "z"));
        refused("port must be", emails -> emails.port = 0);
        refused("most-recipients", emails -> emails.mostRecipients = 0);
        refused("would show the password", emails -> {
            emails.host = "mail.example.org";
            emails.auth = Optional.of(new EmailOptions.Auth(
                    "user",
                    Optional.of(new Secret("p")),
                    Optional.empty(),
                    Optional.empty(),
                    EmailOptions.Mechanism.PLAIN));
        });
    }

    @Test
    void aTokenIsForXoauth2AndAPasswordForTheOthers() {
        Optional<Secret> secret = Optional.of(new Secret("x"));
        assertThatThrownBy(() -> new EmailOptions.Auth(
                        "u", secret, Optional.empty(), Optional.empty(), EmailOptions.Mechanism.XOAUTH2))
                .hasMessageContaining("xoauth2 needs token");
        assertThatThrownBy(() -> new EmailOptions.Auth(
                        "u", Optional.empty(), secret, Optional.empty(), EmailOptions.Mechanism.LOGIN))
                .hasMessageContaining("auth needs a password");
    }
}
