/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A plugin's sink, called under the plugin's context class loader. It keeps the loader open until it is closed, and passes
 * on what the plugin throws; a {@code LinkageError} stays one, with a message that compares the API's versions.
 */
public final class GuardedSink implements Sink {

    private final Plugin plugin;
    private final ClassLoader loader;
    private final PluginContext context;
    private final Sink sink;
    private final AtomicBoolean closed = new AtomicBoolean();

    private GuardedSink(Plugin plugin, PluginContext context, Sink sink) {
        this.plugin = plugin;
        this.loader = plugin.loader();
        this.context = context;
        this.sink = sink;
    }

    /**
     * Makes one instance.
     *
     * @param options of the class {@code offer.options()}
     * @throws BrokenPluginException for a {@code LinkageError}, with a message for the user
     * @throws Exception what the plugin threw
     */
    public static GuardedSink create(Offer<SinkFactory<?>> offer, Record options, PluginContext context)
            throws Exception {
        Plugin plugin = offer.plugin();
        plugin.retain();
        try {
            Sink made = Guarded.call(plugin, () -> create(offer.factory(), options, context));
            return new GuardedSink(plugin, context, made);
        } catch (Throwable e) {
            plugin.release();
            throw e;
        }
    }

    private static <C extends Record> Sink create(SinkFactory<C> factory, Record options, PluginContext context)
            throws Exception {
        Sink made = factory.create(factory.options().cast(options), context);
        return java.util.Objects.requireNonNull(made, () -> factory.getClass().getName() + ".create returned null");
    }

    public Plugin plugin() {
        return plugin;
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        try (ContextLoader ignored = ContextLoader.of(loader)) {
            sink.deliver(batch);
        } catch (LinkageError e) {
            throw new LinkageError(plugin.facts().explain(e), e);
        }
    }

    /** Closes the plugin's sink, once. Never throws: what the plugin throws is logged. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (ContextLoader ignored = ContextLoader.of(loader)) {
            sink.close();
        } catch (RuntimeException | LinkageError e) {
            context.logger().warn("closing failed", e);
        } finally {
            plugin.release();
        }
    }
}
