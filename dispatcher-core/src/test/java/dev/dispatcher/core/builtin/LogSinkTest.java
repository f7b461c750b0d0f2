/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.builtin.LogSinkFactory.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogSinkTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Event event(Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", "7");
        fields.put("timestamp", "2026-01-02T03:04:05Z");
        fields.put("kind", "urn:test");
        fields.put("message", "it happened");
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return Event.of(fields);
    }

    private List<String> lines(Format format, Event... events) throws IOException {
        new LogSink(out, format).deliver(List.of(events));
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    @Test
    void oneLinePerEventWithTheIdLast() throws IOException {
        assertThat(lines(
                        Format.TEXT,
                        event("severity", "error", "lag", 5L, "ok", true, "where", "here and there"),
                        event()))
                .containsExactly(
                        "2026-01-02T03:04:05Z ERROR    urn:test  it happened lag=5 ok=true where=\"here and there\" id=7",
                        "2026-01-02T03:04:05Z -        urn:test  it happened id=7");
    }

    @Test
    void jsonIsTheCanonicalEvent() throws IOException {
        assertThat(lines(Format.JSON, event("a", "x\ny")))
                .containsExactly(
                        "{\"id\":\"7\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"kind\":\"urn:test\",\"message\":\"it happened\",\"a\":\"x\\ny\"}");
    }

    @Test
    void hostileTextStaysOnItsLine() throws IOException {
        assertThat(lines(
                        Format.TEXT,
                        event(
                                "message",
                                "a\nb\u001b[31mred\u2028c\u202ereversed",
                                "severity",
                                "x\ry",
                                "k\ney",
                                "v\u0085w",
                                "kind",
                                "urn:\tx")))
                .containsExactly(
                        "2026-01-02T03:04:05Z X\\RY     urn:\\tx  a\\nb\\u001b[31mred\\u2028c\\u202ereversed k\\ney=v\\u0085w id=7");
    }

    @Test
    void aValueCannotPassForAnotherField() throws IOException {
        assertThat(lines(
                        Format.TEXT,
                        event("a", "x id=8", "b", "say \"hi\"", "c", "", "d", "back\\\" e=1", "id", "9 id=7")))
                .containsExactly(
                        "2026-01-02T03:04:05Z -        urn:test  it happened a=\"x id=8\" b=\"say \\\"hi\\\"\" c=\"\""
                                + " d=\"back\\\\\\\" e=1\" id=\"9 id=7\"");
    }

    @Test
    void aBatchIsOneWrite() throws IOException {
        int[] writes = {0};
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                writes[0]++;
            }
        };
        new LogSink(counting, Format.TEXT).deliver(List.of(event(), event(), event()));
        assertThat(writes[0]).isEqualTo(1);
    }

    @Test
    void whatCannotBeWrittenIsNotDelivered() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        assertThatThrownBy(() -> new LogSink(broken, Format.JSON).deliver(List.of(event())))
                .isInstanceOf(IOException.class);
    }
}
