/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookOptionsTest {

    private final Hooks hooks = Hooks.to("https://example.org/s3cret");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/s3cret",
                "example.org/s3cret",
                "https:///s3cret",
                "https://exa mple/s3cret",
                ""
            })
    void anAddressThatIsNoneIsRefusedWithoutBeingQuoted(String url) {
        assertThatThrownBy(() -> Hooks.to(url).options())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("url should be an address")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void anAddressWithPlaceholdersIsNotJudgedBeforehand() {
        assertThat(Hooks.to("{{ callback }}").options().single()).isTrue();
    }

    @Test
    void basicAndBearerExcludeEachOther() {
        hooks.basic = Optional.of(new WebhookOptions.Basic("me", new Secret("x")));
        hooks.bearer = Optional.of(new Secret("y"));
        assertThatThrownBy(hooks::options)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "host", "Transfer-Encoding", "a b", "x:", "", "x\ny"})
    void headersOfTheClientAndBrokenNamesAreRefused(String name) {
        hooks.header(name, "x");
        assertThatThrownBy(hooks::options).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStatusOutOfRangeIsRefused() {
        hooks.expect = List.of(20);
        assertThatThrownBy(hooks::options).hasMessageContaining("expect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_not base64!", "whsec_", "s3cret?"})
    void aSecretThatIsNoneIsRefusedWithoutBeingQuoted(String secret) {
        assertThatThrownBy(() -> new WebhookOptions.Standard(new Secret(secret), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whsec_ and base64")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("not base64!");
    }

    @Test
    void optionsPrintNeitherAddressNorHeaders() {
        hooks.header("X-Key", "s3cret-too");
        assertThat(hooks.options().toString()).doesNotContain("s3cret").contains("application/json");
    }

    @Test
    void equalOptionsAreEqual() {
        assertThat(hooks.body("{}").options()).isEqualTo(hooks.options());
    }
}
