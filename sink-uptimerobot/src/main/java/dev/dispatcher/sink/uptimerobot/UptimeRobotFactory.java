/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.uptimerobot;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: uptimerobot}. */
public final class UptimeRobotFactory implements SinkFactory<UptimeRobotOptions> {

    @Override
    public String type() {
        return "uptimerobot";
    }

    @Override
    public Class<UptimeRobotOptions> options() {
        return UptimeRobotOptions.class;
    }

    @Override
    public Sink create(UptimeRobotOptions options, PluginContext context) {
        return new UptimeRobotSink(options, context);
    }
}
