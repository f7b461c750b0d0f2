/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: kapacitor}. */
public final class KapacitorFactory implements SinkFactory<KapacitorOptions> {

    @Override
    public String type() {
        return "kapacitor";
    }

    @Override
    public Class<KapacitorOptions> options() {
        return KapacitorOptions.class;
    }

    @Override
    public Sink create(KapacitorOptions options, PluginContext context) {
        return new KapacitorSink(options, context);
    }
}
