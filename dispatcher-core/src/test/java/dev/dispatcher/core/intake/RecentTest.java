/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.ByteSize;
import dev.dispatcher.core.intake.Recent.News;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RecentTest {

    private static Recent recent(int keep, long bytes) {
        return new Recent(new ExplainOptions(keep, new ByteSize(bytes)));
    }

    private static Remembered event(long key, String message) {
        Event event = Event.of(
                Map.of("id", "e" + key, "timestamp", "2026-01-02T03:04:05Z", "kind", "urn:x", "message", message));
        return new Remembered(new Arrival(event, "door", key, Instant.EPOCH), false, null, new Delivery[0]);
    }

    private static List<Long> keys(List<Remembered> events) {
        return events.stream().map(event -> event.arrival().key()).toList();
    }

    private static List<Long> all(Recent recent) {
        return keys(recent.find(event -> true, Integer.MAX_VALUE));
    }

    @Test
    void theNewestAreKeptAndFoundNewestFirst() {
        Recent recent = recent(3, 1 << 20);
        for (long key = 1; key <= 5; key++) {
            recent.add(event(key, "m"));
        }
        assertThat(all(recent)).containsExactly(5L, 4L, 3L);
        assertThat(keys(recent.find(event -> true, 1))).containsExactly(5L);
    }

    @Test
    void memoryIsABoundTooAndIsGivenBack() {
        long each = event(1, "m".repeat(100)).size();
        Recent recent = recent(100, 3 * each);
        for (long key = 1; key <= 250; key++) {
            recent.add(event(key, "m".repeat(100)));
            assertThat(recent.bytes()).isLessThanOrEqualTo(3 * each);
        }
        assertThat(all(recent)).hasSizeBetween(1, 3).startsWith(250L);
    }

    @Test
    void anEventThatIsTooLargeForAllOfItIsForgottenAtOnce() {
        Recent recent = recent(10, 100);
        recent.add(event(1, "m"));
        assertThat(all(recent)).isEmpty();
        assertThat(recent.bytes()).isZero();
    }

    @Test
    void aReaderGetsEachOnceAndIsToldWhatItMissed() {
        Recent recent = recent(4, 1 << 20);
        long at = recent.end();
        recent.add(event(1, "m"));
        News news = recent.since(at, 10);
        assertThat(keys(news.events())).containsExactly(1L);
        assertThat(recent.since(news.next(), 10).events()).isEmpty();
        for (long key = 2; key <= 8; key++) {
            recent.add(event(key, "m"));
        }
        News late = recent.since(news.next(), 3);
        assertThat(late.missed()).isEqualTo(3);
        assertThat(keys(late.events())).containsExactly(5L, 6L, 7L);
        assertThat(keys(recent.since(late.next(), 3).events())).containsExactly(8L);
    }

    @Test
    void whatWasForgottenForItsSizeIsMissed() {
        long each = event(1, "m").size();
        Recent recent = recent(100, 2 * each);
        for (long key = 1; key <= 9; key++) {
            recent.add(event(key, "m"));
        }
        News news = recent.since(0, 100);
        assertThat(news.missed() + news.events().size()).isEqualTo(9);
        assertThat(keys(news.events())).endsWith(9L);
    }

    @Test
    void manyWritersLoseNothingThatFits() throws Exception {
        Recent recent = recent(4000, 1 << 30);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                long base = writer * 1000L;
                ends.add(threads.submit(() -> {
                    for (long key = base; key < base + 1000; key++) {
                        recent.add(event(key, "m"));
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Set<Long> found = new HashSet<>(all(recent));
        assertThat(found).hasSize(4000);
        assertThat(recent.since(0, 5000).events()).hasSize(4000);
    }
}
