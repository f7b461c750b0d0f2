/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;

/** Type {@code karrot}: takes Burrow's reports, and answers what Karrot answered. */
public final class KarrotPortalFactory implements PortalFactory<KarrotOptions> {

    @Override
    public String type() {
        return "karrot";
    }

    @Override
    public Class<KarrotOptions> options() {
        return KarrotOptions.class;
    }

    @Override
    public Portal create(KarrotOptions options, PluginContext context) {
        return new KarrotPortal(options, context);
    }
}
