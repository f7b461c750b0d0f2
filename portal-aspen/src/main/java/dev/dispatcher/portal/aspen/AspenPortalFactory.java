/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;

/** Type {@code aspen}: takes deployments, errors and recommendations. */
public final class AspenPortalFactory implements PortalFactory<AspenOptions> {

    @Override
    public String type() {
        return "aspen";
    }

    @Override
    public Class<AspenOptions> options() {
        return AspenOptions.class;
    }

    @Override
    public Portal create(AspenOptions options, PluginContext context) {
        return new AspenPortal(options, context);
    }
}
