/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {

    @Test
    void everySecretBecomesStars() {
        assertThat(Masking.of(List.of("hunter22", "s3cret")).mask("hunter22 and s3cret, hunter22"))
                .isEqualTo("**** and ****, ****");
    }

    @Test
    void withoutSecretsTheTextIsTheSame() {
        String text = "nothing to hide";

        assertThat(Masking.of(List.of()).mask(text)).isSameAs(text);
        assertThat(Masking.of(List.of("hunter22")).mask(text)).isSameAs(text);
    }

    @Test
    void shortAndBlankValuesAreNoSecrets() {
        assertThat(Masking.of(List.of("", "abc", "    ", "\n\n\n\n")).mask("abc    x\n\n\n\n"))
                .isEqualTo("abc    x\n\n\n\n");
        assertThat(Masking.of(List.of("abcd")).mask("abcde")).isEqualTo("****e");
    }

    @Test
    void aSecretThatHoldsAnotherIsMaskedWhole() {
        assertThat(Masking.of(List.of("abcd", "abcdefgh")).mask("abcdefgh abcd"))
                .isEqualTo("**** ****");
    }

    @Test
    void theTellingPartOfAnAddressIsMaskedByItself() {
        Masking masking = Masking.of(List.of("https://hooks.example.org/services/T000/B000/XXXX?k=v"));

        assertThat(masking.mask("POST /services/T000/B000/XXXX?k=v to hooks.example.org"))
                .isEqualTo("POST **** to hooks.example.org");
    }

    @Test
    void thePasswordOfAnAddressIsMaskedByItself() {
        Masking masking =
                Masking.of(List.of("smtps://robot:pass:w0rd@mail.example.org", "https://t0ken@example.org/x"));

        assertThat(masking.mask("pass:w0rd, robot:pass:w0rd, t0ken and robot at mail.example.org/x"))
                .isEqualTo("****, ****, **** and robot at mail.example.org/x");
    }

    @Test
    void aShortPathStaysReadable() {
        assertThat(Masking.of(List.of("http://localhost:9000/events", "http://localhost"))
                        .mask("POST /events"))
                .isEqualTo("POST /events");
    }

    @Test
    void eachLongLineOfAKeyIsMasked() {
        String key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\n}\n";

        assertThat(Masking.of(List.of(key)).mask("bad key: MIIEvQIBADANBgkqhkiG9w0 }"))
                .isEqualTo("bad key: **** }");
    }
}
