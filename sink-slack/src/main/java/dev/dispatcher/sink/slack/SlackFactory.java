/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: slack}. */
public final class SlackFactory implements SinkFactory<SlackOptions> {

    @Override
    public String type() {
        return "slack";
    }

    @Override
    public Class<SlackOptions> options() {
        return SlackOptions.class;
    }

    @Override
    public Sink create(SlackOptions options, PluginContext context) {
        return new SlackSink(options, context);
    }
}
