/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Format;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.core.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes come in, they become events that can be written and read again, or faults that say what is wrong. */
class EventFuzzTest {

    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);

    private static final byte[] SAMPLE = ("[{\"message\":\"disk \\u0041 full\",\"severity\":\"warn\",\"lag\":1.5e3,"
                    + "\"labels\":{\"a\":[1,true,null,{\"b\":\"\u00e4\ud83d\ude00\"}]},\"timestamp\":\"2026-01-02T03:04:05Z\"},\n"
                    + "{\"id\":\"x\",\"kind\":\"urn:a:b\",\"message\":\"y\",\"n\":-12345678901234567890}]")
            .getBytes(StandardCharsets.UTF_8);

    private static final byte[] PIECES = "{}[]\":,\\u0-.eE+\n\0 tfn\"".getBytes(StandardCharsets.UTF_8);

    @Test
    void spoiltBytesBecomeEventsOrFaults() throws Exception {
        long seed = Long.getLong("fuzz.seed", 42);
        Random random = new Random(seed);
        Clock clock = Clock.systemUTC();
        EventReader reader = new EventReader(Limits.DEFAULTS, clock, new Ids(clock), Counts.NONE);
        JacksonJson json = new JacksonJson();
        int good = 0;
        int bad = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = spoilt(random);
            Format format = random.nextBoolean() ? Format.JSON : Format.NDJSON;
            try {
                Reading reading = reader.read(body, format);
                assertThat(reading.events().size() + reading.faults().size()).isPositive();
                for (Event event : reading.events()) {
                    assertThat(event.message()).isNotNull();
                    json.read(event.json());
                }
                good += reading.events().isEmpty() ? 0 : 1;
                bad += reading.faults().isEmpty() ? 0 : 1;
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed " + seed + ", round " + round + ": " + new String(body, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertThat(good).isPositive();
        assertThat(bad).isPositive();
    }

    private static byte[] spoilt(Random random) {
        byte[] body = SAMPLE.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(body.length);
            body[at] = random.nextInt(4) == 0 ? (byte) random.nextInt(256) : PIECES[random.nextInt(PIECES.length)];
        }
        return random.nextInt(5) == 0 ? java.util.Arrays.copyOf(body, random.nextInt(body.length) + 1) : body;
    }
}
