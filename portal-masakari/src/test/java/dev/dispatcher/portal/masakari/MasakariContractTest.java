/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.PortalContract;

class MasakariContractTest extends PortalContract<MasakariOptions> {

    @Override
    protected PortalFactory<MasakariOptions> factory() {
        return new MasakariFactory();
    }

    @Override
    protected MasakariOptions options() {
        return Api.options(MasakariOptions.Unknown.LEARN);
    }

    @Override
    protected FakeRequest request(String message) {
        return FakeRequest.post(
                "/v1/notifications",
                "application/json",
                "{\"notification\": {\"type\": \"PROCESS\", \"hostname\": \"node1\", \"generated_time\":"
                        + " \"2026-02-03T10:15:30\", \"payload\": {\"event\": \"STOPPED\", \"process_name\": \""
                        + message
                        + "\"}}}");
    }
}
