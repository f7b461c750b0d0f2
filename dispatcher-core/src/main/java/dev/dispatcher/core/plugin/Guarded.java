/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.Route;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;

/** Runs a plugin's code with the plugin's context class loader. */
public final class Guarded {

    private Guarded() {}

    /**
     * Runs code of the plugin.
     *
     * @throws BrokenPluginException for a {@code LinkageError}, with a message for the user
     */
    public static <T> T call(Plugin plugin, Callable<T> code) throws Exception {
        try (ContextLoader ignored = ContextLoader.of(plugin.loader())) {
            return code.call();
        } catch (LinkageError e) {
            throw new BrokenPluginException(plugin.facts().explain(e), e);
        }
    }

    /** The same route; its handler, and the writer of an answer in pieces, run under the plugin's loader. */
    public static Route guard(Plugin plugin, Route route) {
        ClassLoader loader = plugin.loader();
        Route.Handler guarded = request -> {
            try (ContextLoader ignored = ContextLoader.of(loader)) {
                return guard(plugin, loader, route.handler().handle(request));
            } catch (LinkageError e) {
                throw new BrokenPluginException(plugin.facts().explain(e), e);
            }
        };
        return new Route(route.method(), route.path(), route.access(), route.blocking(), route.open(), guarded);
    }

    private static Route.Response guard(Plugin plugin, ClassLoader loader, Route.Response response) {
        if (!(response.body() instanceof Route.Stream stream)) {
            return response;
        }
        Route.Writer guarded = out -> write(plugin, loader, stream.writer(), out);
        return new Route.Response(response.status(), response.headers(), new Route.Stream(guarded));
    }

    private static void write(Plugin plugin, ClassLoader loader, Route.Writer writer, OutputStream out)
            throws IOException, InterruptedException {
        try (ContextLoader ignored = ContextLoader.of(loader)) {
            writer.write(out);
        } catch (LinkageError e) {
            throw new IOException(plugin.facts().explain(e), e);
        }
    }
}
