/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.detectify;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: detectify}. */
public final class DetectifyFactory implements SinkFactory<DetectifyOptions> {

    @Override
    public String type() {
        return "detectify";
    }

    @Override
    public Class<DetectifyOptions> options() {
        return DetectifyOptions.class;
    }

    @Override
    public Sink create(DetectifyOptions options, PluginContext context) {
        return new DetectifySink(options, context);
    }
}
