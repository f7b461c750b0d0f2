/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;

/** Makes {@code type: database}. */
public final class DatabaseFactory implements SinkFactory<DatabaseOptions> {

    @Override
    public String type() {
        return "database";
    }

    @Override
    public Class<DatabaseOptions> options() {
        return DatabaseOptions.class;
    }

    @Override
    public Sink create(DatabaseOptions options, PluginContext context) {
        return new DatabaseSink(options, context);
    }
}
