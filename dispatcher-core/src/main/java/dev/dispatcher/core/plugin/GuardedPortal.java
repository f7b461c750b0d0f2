/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Sink;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A plugin's portal, called under the plugin's context class loader; intake runs under the host's again. It keeps the
 * plugin's loader open until it is closed.
 */
public final class GuardedPortal implements Portal {

    private final Plugin plugin;
    private final ClassLoader loader;
    private final PluginContext context;
    private final Portal portal;
    private final AtomicBoolean closed = new AtomicBoolean();

    private GuardedPortal(Plugin plugin, PluginContext context, Portal portal) {
        this.plugin = plugin;
        this.loader = plugin.loader();
        this.context = context;
        this.portal = portal;
    }

    /**
     * Makes one instance, not yet started.
     *
     * @param options of the class {@code offer.options()}
     * @throws BrokenPluginException for a {@code LinkageError}, with a message for the user
     * @throws Exception what the plugin threw
     */
    public static GuardedPortal create(Offer<PortalFactory<?>> offer, Record options, PluginContext context)
            throws Exception {
        Plugin plugin = offer.plugin();
        plugin.retain();
        try {
            Portal made = Guarded.call(plugin, () -> create(offer.factory(), options, context));
            return new GuardedPortal(plugin, context, made);
        } catch (Throwable e) {
            plugin.release();
            throw e;
        }
    }

    private static <C extends Record> Portal create(PortalFactory<C> factory, Record options, PluginContext context)
            throws Exception {
        Portal made = factory.create(factory.options().cast(options), context);
        return java.util.Objects.requireNonNull(made, () -> factory.getClass().getName() + ".create returned null");
    }

    public Plugin plugin() {
        return plugin;
    }

    /**
     * {@inheritDoc}
     *
     * @throws BrokenPluginException for a {@code LinkageError}, with a message for the user
     */
    @Override
    public void start(Sink intake) throws Exception {
        Sink hosts = batch -> {
            try (ContextLoader ignored = ContextLoader.host()) {
                intake.deliver(batch);
            }
        };
        Guarded.call(plugin, () -> {
            portal.start(hosts);
            return true;
        });
    }

    /** Closes the plugin's portal, once. Never throws: what the plugin throws is logged. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (ContextLoader ignored = ContextLoader.of(loader)) {
            portal.close();
        } catch (RuntimeException | LinkageError e) {
            context.logger().warn("closing failed", e);
        } finally {
            plugin.release();
        }
    }
}
