/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Option;
import dev.dispatcher.core.intake.DuplicateOptions;
import dev.dispatcher.core.intake.IntakeOptions;
import dev.dispatcher.core.queue.Overflow;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeliveryOptionsTest {

    private static void refused(String message, Consumer<OptionsForTest> change) {
        OptionsForTest options = new OptionsForTest();
        change.accept(options);
        assertThatThrownBy(options::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void valuesThatMakeNoSenseAreRefusedInTheWordsOfTheFile() {
        refused("batch is between 1 and 1000000, not 0", options -> options.batch = 0);
        refused("batch-bytes is at least 1, not 0", options -> options.batchBytes = 0);
        refused("wait is between 0s and 3650d, not -2s", options -> options.wait = Duration.ofSeconds(-2));
        refused("concurrency is between 1 and 1000, not 0", options -> options.concurrency = 0);
        refused("timeout is above 0s and at most 3650d, not 0s", options -> options.timeout = Duration.ZERO);
        refused("queue is at least 1, not 0", options -> options.queue = 0);
        refused("attempts is at least 1, not 0", options -> options.attempts = Optional.of(0));
        refused("ordered-by is the name of a field, not empty", options -> options.orderedBy = Optional.of(" "));
        refused("batch is at most queue (5), not 6", options -> {
            options.overflow = Overflow.REJECT;
            options.queue = 5;
            options.batch = 6;
        });
    }

    @Test
    void limitsThatCrossAreRefused() {
        assertThatThrownBy(() -> new BackoffOptions(Duration.ofSeconds(2), Duration.ofMillis(1500)))
                .hasMessage("most is at least first (2s), not 1500ms");
        assertThatThrownBy(() -> new BreakerOptions(1, Duration.ofMinutes(2), Duration.ofSeconds(1)))
                .hasMessage("most is at least open (2m), not 1s");
    }

    @Test
    void everyOptionHasASentence() {
        for (Class<?> type : List.of(
                DeliveryOptions.class,
                BackoffOptions.class,
                BreakerOptions.class,
                DeadLetterOptions.class,
                IntakeOptions.class,
                DuplicateOptions.class)) {
            for (RecordComponent component : type.getRecordComponents()) {
                assertThat(component.getAnnotation(Option.class))
                        .as("%s.%s", type.getSimpleName(), component.getName())
                        .isNotNull()
                        .extracting(Option::value)
                        .asString()
                        .endsWith(".");
            }
        }
    }

    @Test
    void aKeyHasALaneForEachWorker() {
        OptionsForTest options = new OptionsForTest();
        options.concurrency = 4;
        assertThat(options.build().queueOptions().lanes()).isEqualTo(1);
        options.orderedBy = Optional.of("host");
        assertThat(options.build().queueOptions().lanes()).isEqualTo(4);
    }

    @Test
    void pausesDoubleUpToTheMostWithFullJitter() {
        BackoffOptions options = new BackoffOptions(Duration.ofNanos(100), Duration.ofNanos(1000));
        java.util.SplittableRandom random = new java.util.SplittableRandom(7);
        Backoff backoff = new Backoff(options, random);
        long[] most = {100, 200, 400, 800, 1000, 1000};
        for (int failures = 1; failures <= most.length; failures++) {
            long highest = 0;
            long lowest = Long.MAX_VALUE;
            for (int i = 0; i < 2000; i++) {
                long pause = backoff.nanos(failures);
                highest = Math.max(highest, pause);
                lowest = Math.min(lowest, pause);
            }
            long top = most[failures - 1];
            assertThat(highest).isBetween(top * 9 / 10, top);
            assertThat(lowest).isBetween(0L, top / 10);
        }
        assertThat(backoff.nanos(Integer.MAX_VALUE)).isBetween(0L, 1000L);
    }

    @Test
    void aBreakerOpensTwiceAsLongEachTimeUntilSomethingAnswers() {
        Breaker breaker = new Breaker(new BreakerOptions(2, Duration.ofNanos(30), Duration.ofNanos(100)));
        assertThat(breaker.silent()).isFalse();
        assertThat(breaker.silent()).isTrue();
        assertThat(List.of(breaker.openNanos(), breaker.openNanos(), breaker.openNanos(), breaker.openNanos()))
                .containsExactly(30L, 60L, 100L, 100L);
        breaker.answered();
        assertThat(breaker.silent()).isFalse();
        assertThat(breaker.openNanos()).isEqualTo(30);
    }
}
