/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.dispatcher.core.json.JacksonJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class MaskingEncoderTest {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Logger logger(String format, String name) {
        context.setMDCAdapter(MDC.getMDCAdapter());
        MaskingEncoder encoder = new MaskingEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        Logger logger = context.getLogger(name);
        logger.setLevel(Level.DEBUG);
        logger.addAppender(appender);
        return logger;
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Map<?, ?> json() throws IOException {
        return (Map<?, ?>) new JacksonJson().read(out.toByteArray());
    }

    @AfterEach
    void nothingStaysBehind() {
        Secrets.replace(Set.of());
        MDC.clear();
        context.stop();
    }

    @Test
    void aLineHasTimeLevelNameAndMessage() {
        logger("text", "ops-slack").info("delivered {} events", 3);

        assertThat(written())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[ops-slack] delivered 3 events\n");
    }

    @Test
    void theHostsOwnLoggersAreCalledByTheirPart() {
        logger("text", "dev.dispatcher.core.server.HttpServer").error("x");
        logger("text", "dev.dispatcher.core.Dispatcher").debug("y");
        logger("text", "io.undertow.request").warn("z");

        assertThat(written().lines().map(line -> line.substring(25)))
                .containsExactly("ERROR [server] x", "DEBUG [dispatcher] y", "WARN  [io.undertow.request] z");
    }

    @Test
    void secretsAreMaskedInMessageContextAndStackTrace() {
        Secrets.replace(List.of("hunter22"));
        MDC.put("token", "hunter22");
        Exception inner = new IOException("refused hunter22");
        inner.addSuppressed(new IllegalStateException("hunter22 again"));
        logger("text", "x").warn("with {}", "hunter22", new IllegalArgumentException("bad hunter22", inner));

        assertThat(written())
                .doesNotContain("hunter22")
                .contains("[x] with **** token=****\n")
                .contains("\n  java.lang.IllegalArgumentException: bad ****\n")
                .contains("\n  caused by: java.io.IOException: refused ****\n")
                .contains("\n    suppressed: java.lang.IllegalStateException: **** again\n")
                .contains("    at dev.dispatcher.core.logging.MaskingEncoderTest.");
    }

    @Test
    void jsonLinesHoldTheSame() throws Exception {
        Secrets.replace(List.of("hunter\"22"));
        MDC.put("sink", "a hunter\"22");
        logger("json", "ops").warn("with\nhunter\"22", new IOException("bad\nhunter\"22"));

        assertThat(written()).endsWith("}\n").doesNotContain("hunter");
        assertThat(written().lines()).hasSize(1);
        assertThat(json().get("level")).isEqualTo("WARN");
        assertThat(json().get("logger")).isEqualTo("ops");
        assertThat(json().get("message")).isEqualTo("with\\n****");
        assertThat(json().get("context")).isEqualTo(Map.of("sink", "a ****"));
        assertThat(json().get("exception"))
                .asString()
                .startsWith("java.io.IOException: bad\\n****\n  at dev.dispatcher");
        assertThat(json().get("timestamp")).asString().endsWith("Z");
        assertThat(json().get("thread")).isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void nothingInAMessageCanPassForAnotherLine() {
        String forged = "x\r\n2026-11-20T14:00:03.250Z INFO  [ops] all is well\u2028\u0085\t\u001b[31m\u0000\u202e";
        logger("text", "a\nb").info(forged, new IOException(forged));

        assertThat(written().lines().filter(line -> !line.startsWith("  "))).hasSize(1);
        assertThat(written())
                .contains(
                        "[a\\nb] x\\r\\n2026-11-20T14:00:03.250Z INFO  [ops] all is well\\u2028\\u0085\\t\\u001b[31m\\u0000\\u202e")
                .doesNotContain("\u2028", "\u0085", "\t", "\u001b", "\u0000", "\u202e", "\r");
    }

    @Test
    void ordinaryTextOfAnyLanguageStaysAsItIs() {
        logger("text", "x").info("Grüße, 東京 😀 „ok“ می\u200cخواهم 👩\u200d🚀");

        assertThat(written()).endsWith("Grüße, 東京 😀 „ok“ می\u200cخواهم 👩\u200d🚀\n");
    }

    @Test
    void halfACharacterDoesNotLoseTheLine() throws Exception {
        logger("json", "x").info("half \ud83d and \ude00");

        assertThat(json().get("message")).isEqualTo("half \\ud83d and \\ude00");
    }

    @Test
    void causesThatGoInCirclesEnd() {
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        Exception chain = new Exception("0");
        for (int i = 1; i < 100; i++) {
            chain = new Exception("" + i, chain);
        }
        logger("text", "x").info("circle", a);
        logger("text", "y").info("chain", chain);

        assertThat(written()).contains("caused by: java.lang.Exception: b").contains("java.lang.Exception: 90");
        assertThat(written()).doesNotContain("java.lang.Exception: 70");
    }

    @Test
    void newSecretsAreAddedAndOldOnesForgotten() {
        Secrets.replace(List.of("first-one"));
        Secrets.add(List.of("second-one"));
        assertThat(Secrets.mask("first-one second-one")).isEqualTo("**** ****");

        Secrets.replace(List.of("second-one"));
        assertThat(Secrets.mask("first-one second-one")).isEqualTo("first-one ****");
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MaskingEncoder().setFormat("xml"));
    }
}
