/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Format;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes that an event keeps always say what its fields say. */
class RawFormTest {

    private static final JacksonJson JSON = new JacksonJson();
    private static final String[] TEXTS = {
        "", "plain", "ä€😀", "quo\"te", "back\\slash", "line\nbreak", "\u0000\u001f", "a\u2028b\u2029c", "x".repeat(70)
    };
    private static final String[] TIMES = {
        "2026-11-20T10:15:30Z", "2026-11-20T10:15:30.5Z", "2026-11-20T12:15:30+02:00", "2026-11-20 10:15:30", ""
    };

    private final EventReader events =
            new EventReader(Limits.DEFAULTS, Clock.systemUTC(), new Ids(Clock.systemUTC()), Counts.NONE);

    @Test
    void rawBytesAndFieldsAgreeForRandomEvents() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int kept = 0;
        for (int round = 0; round < 3000; round++) {
            List<Map<String, Object>> sent = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                sent.add(event(random));
            }
            boolean lines = random.nextBoolean();
            boolean pretty = !lines && random.nextInt(4) == 0;
            byte[] body = body(sent, lines, pretty);
            Reading reading = events.read(body, lines ? Format.NDJSON : Format.JSON);
            assertThat(reading.faults()).as("seed " + seed).isEmpty();
            assertThat(reading.events()).as("seed " + seed).hasSameSizeAs(sent);
            for (int i = 0; i < sent.size(); i++) {
                Event event = reading.events().get(i);
                kept += check(event, sent.get(i), "seed " + seed + " round " + round);
            }
        }
        assertThat(kept).as("events that kept their bytes").isGreaterThan(100);
    }

    private static int check(Event event, Map<String, Object> sent, String where) throws IOException {
        byte[] raw = event.json();
        byte[] written = Event.of(event.fields()).json();
        assertThat(new String(raw, StandardCharsets.UTF_8)).as(where).doesNotContain("\n", "\r", "\u2028", "\u2029");
        Map<?, ?> fromRaw = (Map<?, ?>) JSON.read(raw);
        assertThat(new ArrayList<Object>(fromRaw.keySet()))
                .as(where)
                .isEqualTo(new ArrayList<>(event.fields().keySet()));
        assertThat(fromRaw).as(where).isEqualTo(event.fields()).isEqualTo(JSON.read(written));
        assertThat(event.fields()).as(where).containsAllEntriesOf(expected(sent));
        event.fields().keySet().forEach(name -> assertThat(event.has(name)).isTrue());
        return raw.length == written.length ? 0 : 1;
    }

    /** The slow reference: flattens what was sent, except for what the reader sets. */
    private static Map<String, Object> expected(Map<String, Object> sent) {
        Map<String, Object> flat = new LinkedHashMap<>();
        sent.forEach((name, value) -> flatten(flat, name, value));
        flat.keySet().removeAll(List.of("timestamp"));
        flat.values().removeIf(""::equals);
        return flat;
    }

    private static void flatten(Map<String, Object> flat, String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(flat, name + "." + key, inner));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                flatten(flat, name + "." + i, list.get(i));
            }
        } else {
            flat.put(name, value);
        }
    }

    private static Map<String, Object> event(Random random) {
        Map<String, Object> event = new LinkedHashMap<>();
        if (random.nextBoolean()) {
            event.put("timestamp", TIMES[random.nextInt(TIMES.length)]);
        }
        if (random.nextBoolean()) {
            event.put("kind", "urn:" + random.nextInt(5));
        }
        event.put("message", "m" + TEXTS[random.nextInt(TEXTS.length)]);
        if (random.nextBoolean()) {
            event.put("id", "id" + random.nextInt());
        }
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 60 : 5); i > 0; i--) {
            event.put("f" + i + (random.nextInt(9) == 0 ? "ö" : ""), value(random, 0));
        }
        return event;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 7 : 20)) {
            case 0 -> random.nextLong();
            case 1 -> new BigInteger(100, random).add(BigInteger.ONE.shiftLeft(70));
            case 2 -> new BigDecimal(new BigInteger(40, random), random.nextInt(40) - 20).add(new BigDecimal("0.5"));
            case 3 -> random.nextBoolean();
            case 7 -> Map.of("a", value(random, depth + 1), "b.c", value(random, depth + 1));
            case 8 -> List.of(value(random, depth + 1), value(random, depth + 1));
            default -> TEXTS[random.nextInt(TEXTS.length)];
        };
    }

    private static byte[] body(List<Map<String, Object>> events, boolean lines, boolean pretty) {
        if (pretty) {
            return JSON.pretty(events).getBytes(StandardCharsets.UTF_8);
        }
        if (!lines) {
            return events.size() == 1 ? JSON.write(events.get(0)) : JSON.write(events);
        }
        StringBuilder all = new StringBuilder();
        events.forEach(event -> all.append(new String(JSON.write(event), StandardCharsets.UTF_8))
                .append('\n'));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }
}
