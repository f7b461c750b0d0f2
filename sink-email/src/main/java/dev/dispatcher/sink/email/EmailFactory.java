/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: email}. */
public final class EmailFactory implements SinkFactory<EmailOptions> {

    @Override
    public String type() {
        return "email";
    }

    @Override
    public Class<EmailOptions> options() {
        return EmailOptions.class;
    }

    @Override
    public Sink create(EmailOptions options, PluginContext context) {
        return new EmailSink(options, context);
    }
}
