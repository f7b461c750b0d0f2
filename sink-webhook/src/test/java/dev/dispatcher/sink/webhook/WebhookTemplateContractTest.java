/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;

/** The same promises hold where the event has a say in address and body, and each event is a request. */
class WebhookTemplateContractTest extends HttpSinkContract<WebhookOptions> {

    @Override
    protected SinkFactory<WebhookOptions> factory() {
        return new WebhookFactory();
    }

    @Override
    protected WebhookOptions options(URI address) {
        Hooks hooks = Hooks.to(address + "?kind={{ kind }}").body("{\"text\": \"{{ message }}\"}");
        hooks.allowPrivate = true;
        return hooks.options();
    }
}
