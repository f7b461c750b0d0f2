/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Sink;
import org.jspecify.annotations.Nullable;

/** Takes notifications as Masakari does, and tells what became of them. */
final class MasakariPortal implements Portal {

    private final MasakariOptions options;
    private final PluginContext context;
    private final Notifications notifications;
    private final Tracker tracker;
    private final Thread resuming;
    private volatile @Nullable NotificationRoutes routes;

    MasakariPortal(MasakariOptions options, PluginContext context, Notifications notifications) {
        this.options = options;
        this.context = context;
        this.notifications = notifications;
        this.tracker = new Tracker(context, notifications, options.keep());
        // beside the start, which waits for no database
        this.resuming = new Thread(tracker::resume, "dispatcher-" + context.name() + "-resume");
        resuming.setDaemon(true);
    }

    @Override
    public void start(Sink intake) {
        NotificationRoutes added = new NotificationRoutes(options, context, notifications, tracker, intake);
        routes = added;
        added.add();
        resuming.start();
    }

    @Override
    public void close() {
        NotificationRoutes added = routes;
        if (added != null) {
            added.close();
        }
        resuming.interrupt();
    }

    @Override
    public String toString() {
        return "masakari";
    }
}
