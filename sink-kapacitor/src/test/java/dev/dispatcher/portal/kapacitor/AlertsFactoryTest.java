/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Portal;
import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.CollectingSink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.HttpStub;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.sink.kapacitor.KapacitorOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class AlertsFactoryTest {

    private static AlertsOptions options(
            URI url, AlertsOptions.Notify notify, Optional<URI> webhook, Optional<KapacitorOptions.Basic> basic) {
        return new AlertsOptions(
                url,
                basic,
                Optional.empty(),
                "opentsdb",
                "retention_policy",
                notify,
                webhook,
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                0,
                "no",
                Http.Settings.DEFAULTS);
    }

    @Test
    void isFoundByItsType() {
        assertThat(ServiceLoader.load(PortalFactory.class))
                .anySatisfy(factory -> assertThat(factory.type()).isEqualTo("kapacitor-alerts"));
    }

    @Test
    void needsAStore() {
        assertThatThrownBy(() -> new AlertsFactory()
                        .create(
                                Api.options(HttpStub.nobody("/"), Duration.ofMinutes(5)),
                                new FakeContext().withoutStore()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void askingForTheDispatchersRulesNeedsTheAddressOfTheDispatcher() {
        URI url = URI.create("http://127.0.0.1:9092");
        assertThatThrownBy(() -> options(url, AlertsOptions.Notify.DISPATCHER, Optional.empty(), Optional.empty()))
                .hasMessageContaining("webhook");
        assertThatThrownBy(() -> options(url, AlertsOptions.Notify.KAPACITOR, Optional.of(url), Optional.empty()))
                .hasMessageContaining("webhook");
    }

    @Test
    void startsWhileKapacitorIsAwayAndLeavesNoThreadBehind() throws Exception {
        try (TestDatabase database = TestDatabase.h2()) {
            FakeContext context =
                    new FakeContext("away").type("kapacitor-alerts").database(database);
            Portal portal =
                    new AlertsFactory().create(Api.options(HttpStub.nobody("/"), Duration.ofMinutes(5)), context);
            portal.start(new CollectingSink());
            await().until(() -> context.count("reconcile_failed") > 0);
            assertThat(context.call(FakeRequest.get("/tasks/5xx")).status()).isEqualTo(200);
            portal.close();
            portal.close();
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("dispatcher-away-reconciler")));
        }
    }

    @Test
    void asksWithItsPasswordAndBehindAnySlash() throws Exception {
        try (TestDatabase database = TestDatabase.h2();
                HttpStub stub = HttpStub.start()) {
            stub.always(Answer.status(200).body("{\"tasks\":[]}"));
            KapacitorOptions.Basic basic = new KapacitorOptions.Basic("kap", new Secret("s3cr3t"));
            FakeContext context = new FakeContext().type("kapacitor-alerts").database(database);
            Portal portal = new AlertsFactory()
                    .create(
                            options(
                                    stub.uri("/"),
                                    AlertsOptions.Notify.KAPACITOR,
                                    Optional.empty(),
                                    Optional.of(basic)),
                            context);
            portal.start(new CollectingSink());
            await().until(() -> !stub.requests().isEmpty());
            portal.close();
            assertThat(stub.requests().get(0).header("Authorization")).isEqualTo("Basic a2FwOnMzY3IzdA==");
            assertThat(stub.requests().get(0).target())
                    .startsWith("/kapacitor/v1/tasks?")
                    .contains("script-format=raw", "offset=0");
        }
    }
}
