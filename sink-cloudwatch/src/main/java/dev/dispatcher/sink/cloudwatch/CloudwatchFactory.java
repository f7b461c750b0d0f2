/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: cloudwatch}. */
public final class CloudwatchFactory implements SinkFactory<CloudwatchOptions> {

    @Override
    public String type() {
        return "cloudwatch";
    }

    @Override
    public Class<CloudwatchOptions> options() {
        return CloudwatchOptions.class;
    }

    @Override
    public Sink create(CloudwatchOptions options, PluginContext context) {
        return options.logs().isPresent()
                ? new LogSink(options, options.logs().get(), context)
                : new MetricSink(options, context);
    }
}
