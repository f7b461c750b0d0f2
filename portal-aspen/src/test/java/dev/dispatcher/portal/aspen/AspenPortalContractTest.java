/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.PortalContract;

class AspenPortalContractTest extends PortalContract<AspenOptions> {

    @Override
    protected PortalFactory<AspenOptions> factory() {
        return new AspenPortalFactory();
    }

    @Override
    protected AspenOptions options() {
        return Aspen.options("{}");
    }

    @Override
    protected FakeRequest request(String message) {
        return FakeRequest.post("/api/v1/error", "application/json", "{\"message\": \"" + message + "\"}");
    }
}
