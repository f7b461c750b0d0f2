/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.detectify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetectifySinkTest {

    private final FakeContext context = new FakeContext().batch(10);
    private Scans scans;

    @BeforeEach
    void begin() throws IOException {
        scans = new Scans();
        scans.profiles.put(Scans.FIRST, List.of("a", "shared"));
        scans.profiles.put(Scans.SECOND, List.of("b", "shared"));
        for (String token : List.of("a", "b", "shared")) {
            scans.states.put(token, "stopped");
        }
    }

    @AfterEach
    void end() {
        scans.close();
    }

    private static Event deployment(String tokens) {
        return TestEvents.event("shop is deployed")
                .with("kind", "urn:aspen:deployment")
                .with("friendlyName", "The Shop")
                .with("cluster", "active")
                .with("slackChannels", "#team-kth-webb")
                .with("detectifyProfileTokens", tokens);
    }

    private void deliver(Event event) throws Exception {
        deliver(event, List.of("active"), Scans.FIRST + ", " + Scans.SECOND);
    }

    private void deliver(Event event, List<String> clusters, String... keys) throws Exception {
        new DetectifyFactory()
                .create(Scans.options(scans.uri(), "{{ detectifyProfileTokens }}", clusters, keys), context)
                .deliver(List.of(event));
    }

    @Test
    void eachProfileIsScannedOnceHoweverManyKeysKnowIt() throws Exception {
        deliver(deployment("a, shared,b,shared"));
        assertThat(scans.begun).containsExactlyInAnyOrder("a", "shared", "b");
        assertThat(scans.calls)
                .filteredOn(call -> call.equals("GET /rest/v2/scans/shared/"))
                .hasSize(1);
        assertThat(context.reports()).hasSize(3).allSatisfy(report -> {
            assertThat(report.kind()).isEqualTo("urn:detectify:scan");
            assertThat(report.get("slackChannels")).isEqualTo("#team-kth-webb");
        });
        assertThat(context.reports()).extracting(Event::message).contains("Detectify scans profile shared in active");
    }

    @Test
    void aScanThatIsUnderWayIsNoErrorAndIsNotBegunAgain() throws Exception {
        scans.states.put("a", "running");
        deliver(deployment("a"));
        scans.states.put("b", "stopped");
        scans.racing = true;
        deliver(deployment("b"));
        assertThat(scans.begun).isEmpty();
        assertThat(context.reports()).isEmpty();
        assertThat(context.count("scans_under_way")).isEqualTo(2);
    }

    @Test
    void theStateIsReadUnderBothOfItsNamesAndAProfileNeverScannedIsScanned() throws Exception {
        scans.word = "status";
        deliver(deployment("a"));
        scans.states.remove("b");
        deliver(deployment("b"));
        assertThat(scans.begun).containsExactly("a", "b");
    }

    @Test
    void aRemovalRemindsAndCallsNobody() throws Exception {
        deliver(deployment("a,b").with("kind", "urn:aspen:removal"));
        assertThat(scans.calls).isEmpty();
        assertThat(context.reports()).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo("urn:detectify:reminder");
            assertThat(report.message()).startsWith("The Shop was removed in active");
        });
    }

    @Test
    void otherClustersAndEventsWithoutTokensAreLeftAlone() throws Exception {
        deliver(deployment("a"), List.of("inactive", "stage"), Scans.FIRST);
        deliver(deployment(" , "));
        assertThat(scans.calls).isEmpty();
        assertThat(context.count("left_alone")).isEqualTo(2);
    }

    @Test
    void aProfileThatNoKeyKnowsIsCountedAndNotAnError() throws Exception {
        deliver(deployment("nobody/../s"));
        assertThat(scans.calls).containsOnly("GET /rest/v2/profiles/");
        assertThat(context.count("unknown_profiles")).isEqualTo(1);
        assertThat(context.log()).anyMatch(line -> line.contains("known to no key"));
    }

    @Test
    void oneKeyThatFailsDoesNotKeepTheOthersFromTheirWork() {
        scans.failing.put(Scans.FIRST, 500);
        DeliveryException failure = catchThrowableOfType(DeliveryException.class, () -> deliver(deployment("a,b")));
        assertThat(failure.retryable()).isTrue();
        assertThat(scans.begun).containsExactly("b");
        scans.failing.put(Scans.FIRST, 403);
        assertThat(catchThrowableOfType(DeliveryException.class, () -> deliver(deployment("a")))
                        .reason())
                .isEqualTo(Reason.AUTH);
    }

    @Test
    void fault6AStatusIsSaidInTheErrorAndAKeyNever() {
        scans.failing.put(Scans.FIRST, 404);
        assertThatThrownBy(() -> deliver(deployment("a"), List.of(), Scans.FIRST))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("404")
                .hasMessageNotContaining("K3Y");
        assertThat(context.log()).noneMatch(line -> line.contains("K3Y"));
    }

    @Test
    void withoutAKeyItIsRefused() {
        assertThatThrownBy(() -> deliver(deployment("a"), List.of(), " , ")).hasMessageContaining("api-keys");
    }
}
