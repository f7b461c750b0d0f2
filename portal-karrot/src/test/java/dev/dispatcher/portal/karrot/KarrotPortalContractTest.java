/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.karrot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.PortalContract;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class KarrotPortalContractTest extends PortalContract<KarrotOptions> {

    @Override
    protected PortalFactory<KarrotOptions> factory() {
        return new Karrot.WithAdapters();
    }

    @Override
    protected KarrotOptions options() {
        return new KarrotOptions("/", List.of("prometheus"), Map.of());
    }

    /** The message of a report is made of the group's name. */
    @Override
    protected FakeRequest request(String message) {
        return FakeRequest.post(
                "/burrow",
                "application/json",
                new String(
                        context.json()
                                .write(Map.of(
                                        "Event",
                                        Map.of(
                                                "Result",
                                                Map.of(
                                                        "cluster",
                                                        "prod",
                                                        "group",
                                                        message,
                                                        "status",
                                                        "OK",
                                                        "totallag",
                                                        7)))),
                        java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    @Override
    protected void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(PortalFactory.class)).hasAtLeastOneElementOfType(KarrotPortalFactory.class);
    }
}
