/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.testkit.TestEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkTest {

    private final Event a = TestEvents.event("a");
    private final Event b = TestEvents.event("b");
    private final Event c = TestEvents.event("c");
    private final List<Event> taken = new ArrayList<>();

    private DeliveryException each(Sink.Each how) {
        return catchThrowableOfType(
                DeliveryException.class,
                () -> Sink.each(List.of(a, b, c), event -> {
                    how.deliver(event);
                    taken.add(event);
                }));
    }

    @Test
    void oneAfterTheOtherIsHandedOver() {
        assertThat(each(event -> {})).isNull();
        assertThat(taken).containsExactly(a, b, c);
    }

    @Test
    void aBadEventFailsAlone() {
        DeliveryException failure = each(event -> {
            if (event != b) {
                throw DeliveryException.permanent("bad " + event.message());
            }
        });
        assertThat(taken).containsExactly(b);
        assertThat(failure.events()).containsExactly(a);
        assertThat(failure.others())
                .singleElement()
                .satisfies(other -> assertThat(other.events()).containsExactly(c));
    }

    @Test
    void aFailureThatTheNextWouldMeetTooEndsTheBatch() {
        DeliveryException broken = each(event -> {
            if (event == b) {
                throw new IOException("no connection");
            }
        });
        assertThat(broken.retryable()).isTrue();
        assertThat(broken.events()).containsExactlyInAnyOrder(b, c);
        assertThat(taken).containsExactly(a);
        DeliveryException refused = each(event -> {
            throw DeliveryException.unauthorized("who?");
        });
        assertThat(refused.events()).containsExactlyInAnyOrder(a, b, c);
    }
}
