/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Portal;
import dev.dispatcher.api.Sink;

/** The API and what keeps Kapacitor as the store says. Alerts themselves come in by the webhook of another portal. */
final class AlertsPortal implements Portal {

    private final AlertRoutes routes;
    private final ImportRoute importRoute;
    private final Upkeep upkeep;

    AlertsPortal(AlertRoutes routes, ImportRoute importRoute, Upkeep upkeep) {
        this.routes = routes;
        this.importRoute = importRoute;
        this.upkeep = upkeep;
    }

    @Override
    public void start(Sink intake) {
        routes.add();
        importRoute.add();
        upkeep.start();
    }

    @Override
    public void close() {
        upkeep.close();
    }

    @Override
    public String toString() {
        return "kapacitor-alerts";
    }
}
