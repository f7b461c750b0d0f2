/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: lighthouse}. */
public final class LighthouseFactory implements SinkFactory<LighthouseOptions> {

    @Override
    public String type() {
        return "lighthouse";
    }

    @Override
    public Class<LighthouseOptions> options() {
        return LighthouseOptions.class;
    }

    @Override
    public Sink create(LighthouseOptions options, PluginContext context) {
        return new LighthouseSink(options, context);
    }
}
