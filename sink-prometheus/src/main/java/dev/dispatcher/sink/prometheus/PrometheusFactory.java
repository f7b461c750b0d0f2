/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: prometheus}. */
public final class PrometheusFactory implements SinkFactory<PrometheusOptions> {

    @Override
    public String type() {
        return "prometheus";
    }

    @Override
    public Class<PrometheusOptions> options() {
        return PrometheusOptions.class;
    }

    @Override
    public Sink create(PrometheusOptions options, PluginContext context) {
        return new PrometheusSink(options, context);
    }
}
