/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;
import java.util.Optional;

class WebhookContractTest extends HttpSinkContract<WebhookOptions> {

    @Override
    protected SinkFactory<WebhookOptions> factory() {
        return new WebhookFactory();
    }

    @Override
    protected WebhookOptions options(URI address) {
        Hooks hooks = Hooks.to(address).header("X-Message", "{{ message }}");
        hooks.bearer = Optional.of(new Secret("B3ARERT0KEN"));
        hooks.standard = Optional.of(new WebhookOptions.Standard(
                new Secret("whsec_TG9uZ0Vub3VnaFNlY3JldDE="),
                Optional.of(new Secret("whsec_TG9uZ0Vub3VnaFNlY3JldDI="))));
        return hooks.options();
    }
}
