/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.http;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.PortalContract;

class HttpPortalContractTest extends PortalContract<HttpPortalFactory.Options> {

    @Override
    protected PortalFactory<HttpPortalFactory.Options> factory() {
        return new HttpPortalFactory();
    }

    @Override
    protected HttpPortalFactory.Options options() {
        return HttpPortalFactory.Options.at("/events");
    }

    @Override
    protected FakeRequest request(String message) {
        return FakeRequest.post("/events", "application/json", "{\"message\": \"" + message + "\"}");
    }
}
