/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;

/** Makes {@code type: masakari}. */
public final class MasakariFactory implements PortalFactory<MasakariOptions> {

    @Override
    public String type() {
        return "masakari";
    }

    @Override
    public Class<MasakariOptions> options() {
        return MasakariOptions.class;
    }

    @Override
    public Portal create(MasakariOptions options, PluginContext context) {
        Notifications notifications = new Notifications(context.database(Notifications.CHANGELOG), context.json());
        return new MasakariPortal(options, context, notifications);
    }
}
