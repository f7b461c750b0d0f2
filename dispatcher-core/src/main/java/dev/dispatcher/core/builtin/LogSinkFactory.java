/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.builtin;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** {@code type: log}: one line per event on standard output, so that the first run needs no account anywhere. */
public final class LogSinkFactory implements SinkFactory<LogSinkFactory.Options> {

    /** How a line looks. */
    public enum Format {
        TEXT,
        JSON
    }

    /** The options of the log sink. */
    public record Options(
            @Option(
                    value = "How a line looks: 'text' for people, 'json' for the canonical event as it is.",
                    fallback = "text")
            Format format) {}

    private final OutputStream out;

    public LogSinkFactory() {
        // past System.out: its encoding and its locks are not ours
        this(new FileOutputStream(FileDescriptor.out));
    }

    /** @param out stays open; writes of one batch are one call */
    public LogSinkFactory(OutputStream out) {
        this.out = out;
    }

    @Override
    public String type() {
        return "log";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Sink create(Options options, PluginContext context) {
        return new LogSink(out, options.format());
    }
}
