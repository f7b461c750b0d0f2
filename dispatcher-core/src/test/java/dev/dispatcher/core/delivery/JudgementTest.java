/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static dev.dispatcher.core.delivery.EventsForTest.deliveries;
import static dev.dispatcher.core.delivery.EventsForTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Http;
import dev.dispatcher.core.delivery.Judgement.Fault;
import dev.dispatcher.core.delivery.Judgement.Outcome;
import dev.dispatcher.core.queue.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private final List<Delivery> batch = deliveries(0, 3);

    private Judgement judge(Throwable thrown) {
        return Judgement.of(batch, thrown, false, Duration.ofSeconds(1));
    }

    private static List<Reason> reasons(Judgement judgement) {
        return judgement.faults().stream()
                .map(fault -> fault == null ? null : fault.reason())
                .toList();
    }

    @Test
    void whatNamesNoEventIsForAll() {
        Judgement judgement = judge(DeliveryException.permanent("no"));
        assertThat(reasons(judgement)).containsExactly(Reason.REJECTED, Reason.REJECTED, Reason.REJECTED);
        assertThat(judgement.faults()).noneMatch(Fault::named);
        assertThat(judgement.outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void whatNamesEventsIsForThoseByIdentity() {
        Judgement judgement = judge(
                DeliveryException.permanent("no").onlyFor(List.of(batch.get(1).event())));
        assertThat(reasons(judgement)).containsExactly(null, Reason.REJECTED, null);
        assertThat(judgement.faults().get(1).named()).isTrue();
    }

    @Test
    void twoFailuresInOneBatchGoTheirOwnWays() {
        Judgement judgement = judge(DeliveryException.permanent("no")
                .onlyFor(List.of(batch.get(0).event()))
                .also(DeliveryException.retryable("later")
                        .onlyFor(List.of(batch.get(2).event()))
                        .notBefore(Duration.ofSeconds(7))));
        assertThat(reasons(judgement)).containsExactly(Reason.REJECTED, null, Reason.SERVER);
        assertThat(judgement.wait(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(7));
        assertThat(judgement.wait(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(judgement.outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void anExceptionAboutOtherEventsIsNoProofOfDelivery() {
        Judgement judgement = judge(DeliveryException.retryable("later").onlyFor(List.of(event("0"))));
        assertThat(reasons(judgement)).containsExactly(Reason.SERVER, Reason.SERVER, Reason.SERVER);
    }

    @Test
    void anEventInTwoFailuresIsTriedAgain() {
        List<dev.dispatcher.api.Event> first = List.of(batch.get(0).event());
        Judgement judgement = judge(DeliveryException.permanent("no")
                .onlyFor(first)
                .also(DeliveryException.retryable("later").onlyFor(first)));
        assertThat(reasons(judgement)).containsExactly(Reason.SERVER, null, null);
    }

    @Test
    void otherExceptionsAreRetryable() {
        assertThat(reasons(judge(new IOException("reset")))).containsOnly(Reason.CONNECTION);
        assertThat(reasons(judge(new IllegalStateException("x")))).containsOnly(Reason.FAULT);
        assertThat(reasons(judge(new InterruptedException()))).containsOnly(Reason.FAULT);
        assertThat(judge(new IOException("reset")).outcome()).isEqualTo(Outcome.SILENT);
    }

    @Test
    void atTheDeadlineTheReasonIsTheDeadline() {
        for (Throwable thrown : List.of(
                new InterruptedException(),
                new IOException("closed by interrupt"),
                DeliveryException.permanent("interrupted"))) {
            Judgement judgement = Judgement.of(batch, thrown, true, Duration.ofSeconds(2));
            assertThat(reasons(judgement)).containsOnly(Reason.DEADLINE);
            assertThat(judgement.worst().orElseThrow().message()).isEqualTo("no end within 2s");
        }
    }

    @Test
    void refusedCredentialsPark() {
        assertThat(judge(DeliveryException.unauthorized("who?")).outcome()).isEqualTo(Outcome.UNAUTHORIZED);
    }

    @Test
    void aDestinationThatAsksForLessIsAlive() {
        assertThat(judge(DeliveryException.retryable(Reason.RATE_LIMITED, "slow", null))
                        .outcome())
                .isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void anAddressThatAnEventMayNotChooseIsNeverTriedAgain() {
        Judgement judgement = judge(new Http.RefusedAddressException("localhost is loopback"));
        assertThat(reasons(judgement)).containsOnly(Reason.REJECTED);
        assertThat(judgement.faults()).noneMatch(Fault::retryable);
    }
}
