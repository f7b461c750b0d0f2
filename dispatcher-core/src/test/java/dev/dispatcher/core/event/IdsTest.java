/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:15:30.123Z");

    @Test
    void idsAreUuidsOfVersionSevenThatHoldTheTime() {
        UUID id = UUID.fromString(new Ids(Clock.fixed(NOW, ZoneOffset.UTC)).next());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void eachIsGreaterThanTheOneBeforeAlsoInOneMillisecond() {
        Ids ids = new Ids(Clock.fixed(NOW, ZoneOffset.UTC));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void threadsNeverGetTheSame() throws InterruptedException {
        Ids ids = new Ids(Clock.systemUTC());
        Set<String> made = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    made.add(ids.next());
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(made).hasSize(20_000);
    }
}
