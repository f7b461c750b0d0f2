/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: webhook}. */
public final class WebhookFactory implements SinkFactory<WebhookOptions> {

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public Class<WebhookOptions> options() {
        return WebhookOptions.class;
    }

    @Override
    public Sink create(WebhookOptions options, PluginContext context) {
        return new WebhookSink(options, context);
    }
}
