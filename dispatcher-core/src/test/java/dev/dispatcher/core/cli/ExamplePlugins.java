/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Path;

/** Stand-ins for the plugins that come with the archive, which this module does not know. */
final class ExamplePlugins {

    private static final String PORTAL = """
            package demo;
            import dev.dispatcher.api.*;
            import java.util.*;
            public class Front implements PortalFactory<Front.Options> {
                public record Options() {}
                public String type() { return "http"; }
                public Class<Options> options() { return Options.class; }
                public Portal create(Options options, PluginContext context) {
                    return new Portal() {
                        public void start(Sink intake) {
                            context.route(new Route("POST", "/events", Route.Access.SUBMIT, true, request -> {
                                List<Event> events = context.events().read(request.body(), Events.Format.JSON).events();
                                intake.deliver(events);
                                List<String> ids = new ArrayList<>();
                                events.forEach(event -> ids.add(event.id()));
                                return Route.Response.json(202, context.json().write(Map.of("ids", ids)));
                            }));
                        }
                        public void close() {}
                    };
                }
            }
            """;

    private ExamplePlugins() {}

    /** A portal of type {@code http} and a sink of type {@code webhook}. */
    static void into(Path plugins) throws IOException {
        new PluginJar().source("demo.Front", PORTAL).portals("demo.Front").write(plugins.resolve("portal.jar"));
        new PluginJar()
                .source("demo.Hook", sink("demo", "Hook", "webhook"))
                .sinks("demo.Hook")
                .write(plugins.resolve("sink.jar"));
    }

    static String sink(String pkg, String name, String type) {
        return """
                package %s;
                import dev.dispatcher.api.*;
                public class %s implements SinkFactory<%s.Options> {
                    public record Options(@Option(value = "How loud.", fallback = "11") int volume) {}
                    public String type() { return "%s"; }
                    public Class<Options> options() { return Options.class; }
                    public Sink create(Options options, PluginContext context) { return batch -> {}; }
                }
                """.formatted(pkg, name, name, type);
    }
}
