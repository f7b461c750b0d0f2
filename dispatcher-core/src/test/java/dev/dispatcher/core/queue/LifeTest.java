/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.core.queue.Life.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifeTest {

    private final Event event =
            Event.of(Map.of("id", "x", "timestamp", "2026-01-02T03:04:05Z", "kind", "urn:x", "message", "m"));
    private final Delivery delivery =
            new Delivery(event, new Arrival(event, "door", 1, Instant.EPOCH), "rule", Instant.EPOCH);

    private static Attempt attempt(int number, boolean failed) {
        Instant at = Instant.EPOCH.plusSeconds(number);
        return new Attempt(at, Duration.ofMillis(1), failed ? new Failure(Reason.SERVER, "no", at) : null);
    }

    @Test
    void aDeliveryBeginsAsWaitingAndSharesItsStepsWithOthers() {
        assertThat(delivery.life().status()).isEqualTo(Status.WAITING);
        delivery.flies();
        assertThat(delivery.life().status()).isEqualTo(Status.IN_FLIGHT);
        Life shared = Life.delivered(attempt(1, false));
        delivery.delivered(shared);
        assertThat(delivery.life()).isSameAs(shared);
        assertThat(delivery.life().status().settled()).isTrue();
    }

    @Test
    void theFirstAndTheLastAttemptsAreKeptAndAllAreCounted() {
        for (int number = 1; number <= 30; number++) {
            delivery.flies();
            delivery.failed(attempt(number, true));
        }
        assertThat(delivery.life().status()).isEqualTo(Status.RETRYING);
        delivery.delivered(Life.delivered(attempt(31, false)));
        Life life = delivery.life();
        assertThat(life.count()).isEqualTo(31);
        assertThat(life.attempts())
                .extracting(each -> (int) each.at().getEpochSecond())
                .containsExactly(1, 2, 3, 4, 5, 27, 28, 29, 30, 31);
        assertThat(life.attempts().get(9).failure()).isNull();
    }

    @Test
    void whatIsPutBackWaitsOrIsRetried() {
        delivery.flies();
        delivery.waits();
        assertThat(delivery.life().status()).isEqualTo(Status.WAITING);
        delivery.failed(attempt(1, true));
        delivery.waits();
        assertThat(delivery.life().status()).isEqualTo(Status.RETRYING);
        delivery.died("too old");
        assertThat(delivery.life()).extracting(Life::why).isEqualTo("too old");
        assertThat(delivery.life().attempts()).hasSize(1);
    }
}
