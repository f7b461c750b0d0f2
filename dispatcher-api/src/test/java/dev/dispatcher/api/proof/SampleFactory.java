/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import java.net.Socket;
import java.net.URI;

/** A sink as it should be, unless it is told to have a defect. */
public class SampleFactory implements SinkFactory<SampleFactory.Options> {

    /** The sample's options. */
    public record Options(
            @Option("Where to send.") URI address,
            @Option("The bearer token.") Secret token,
            @Option(value = "How to speak HTTP.") Http.Settings http) {}

    /** Not in the services file. */
    public static final class Unlisted extends SampleFactory {
        public Unlisted(SampleDefect defect) {
            super(defect);
        }
    }

    /** Options with one sentence missing. */
    public record Undocumented(@Option("Where to send.") URI address, Secret token) {}

    /** Options with a name that YAML cannot say, and a type that nobody can bind. */
    public record Misnamed(@Option("Where to send.") URI target_address) {}

    /** Options with a type that nobody can bind. */
    public record Mistyped(@Option("Where to send.") java.net.InetSocketAddress address) {}

    /** Options with a word of the host. */
    public record Reserved(@Option("How to send.") String delivery) {}

    /** Options with a default that is none. */
    public record Unreadable(
            @Option(value = "How long to wait.", fallback = "soon")
            java.time.Duration patience) {}

    private final SampleDefect defect;

    public SampleFactory() {
        this(SampleDefect.NONE);
    }

    public SampleFactory(SampleDefect defect) {
        this.defect = defect;
    }

    @Override
    public String type() {
        return defect == SampleDefect.TYPE_IS_NO_WORD ? "Sample Sink" : "sample";
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<Options> options() {
        Class<? extends Record> options = switch (defect) {
            case UNDOCUMENTED_OPTION -> Undocumented.class;
            case MISNAMED_OPTION -> Misnamed.class;
            case MISTYPED_OPTION -> Mistyped.class;
            case RESERVED_OPTION -> Reserved.class;
            case UNREADABLE_FALLBACK -> Unreadable.class;
            default -> Options.class;
        };
        return (Class<Options>) options;
    }

    @Override
    public Sink create(Options options, PluginContext context) throws Exception {
        SampleSink sink = new SampleSink(options, context, defect);
        if (defect == SampleDefect.CONNECTS_WHEN_CREATED) {
            new Socket(options.address().getHost(), options.address().getPort()).close();
        }
        return sink;
    }
}
