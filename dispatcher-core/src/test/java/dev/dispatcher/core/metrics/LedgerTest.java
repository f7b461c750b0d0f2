/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.DeliveryException;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void aNameThatStaysKeepsItsCounters() {
        assertThat(ledger.sink("a")).isSameAs(ledger.sink("a")).isNotSameAs(ledger.sink("b"));
        assertThat(ledger.portal("a")).isSameAs(ledger.portal("a"));
        assertThat(ledger.rule("a")).isSameAs(ledger.rule("a"));
        assertThat(ledger.sinks()).containsOnlyKeys("a", "b");
    }

    @Test
    void theDifferenceIsTheSumOfAllThatIsWrong() {
        ledger.portal("p").received.add(2);
        ledger.sink("s").delivered.add(3);
        assertThat(ledger.difference()).as("they do not make up for each other").isEqualTo(5);
        ledger.portal("p").ignored.add(2);
        ledger.sink("s").made.add(3);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void whatWasNoEventIsReceivedAndRefused() {
        ledger.portal("p").malformed(3);
        assertThat(ledger.portal("p").balance()).isEqualTo(new PortalCounts.Balance(3, 3, 0, 0, 0));
        assertThat(ledger.portal("p").refused.of(Refusal.MALFORMED)).isEqualTo(3);
        assertThat(ledger.difference()).isZero();
    }

    @Test
    void whatWaitsIsCountedWhereItWaits() {
        SinkCounts sink = ledger.sink("s");
        SinkCounts.Holding holding = new SinkCounts.Holding() {
            @Override
            public long waiting() {
                return 2;
            }

            @Override
            public long inFlight() {
                return 1;
            }
        };
        sink.made.add(8);
        sink.delivered.add(1);
        sink.dead.add(GaveUp.TOO_OLD, 1);
        sink.dropped.add(Dropped.OLDEST, 1);
        sink.merged.add(1);
        sink.diverted.add(GaveUp.REJECTED, 1);
        sink.failures.add(DeliveryException.Reason.SERVER, 99);
        sink.attach(holding);
        assertThat(sink.balance()).isEqualTo(new SinkCounts.Balance(8, 1, 1, 1, 1, 1, 2, 1));
        assertThat(sink.balance().difference()).isZero();
        sink.detach(holding);
        assertThat(sink.balance().difference()).isEqualTo(3);
    }
}
