/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LoggingTest {

    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void aContextOfItsOwn() {
        context.setMDCAdapter(MDC.getMDCAdapter());
    }

    private ByteArrayOutputStream apply(String format, Level level) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setOutputStream(out);
        Logging.apply(context, format, level, appender);
        return out;
    }

    @Test
    void linesOfTheLevelAndAboveAreWrittenOnce() {
        ByteArrayOutputStream out = apply("text", Level.INFO);
        context.getLogger("ops").debug("quiet");
        context.getLogger("ops").info("loud");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .endsWith("[ops] loud");
    }

    @Test
    void librariesSpeakUpOnlyToWarn() {
        ByteArrayOutputStream out = apply("text", Level.DEBUG);
        context.getLogger("io.undertow.request").info("quiet");
        context.getLogger("org.apache.hc.client5").warn("loud");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .endsWith("loud");
    }

    @Test
    void aSecondCallTakesThePlaceOfTheFirst() {
        ByteArrayOutputStream first = apply("text", Level.INFO);
        ByteArrayOutputStream second = apply("json", Level.ERROR);
        context.getLogger("ops").warn("quiet");
        context.getLogger("ops").error("loud");
        context.getLogger("io.undertow").warn("quiet");

        assertThat(first.size()).isZero();
        assertThat(second.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("{\"timestamp\"");
    }

    @Test
    void anUnknownFormatChangesNothing() {
        ByteArrayOutputStream out = apply("text", Level.INFO);

        assertThatIllegalArgumentException().isThrownBy(() -> apply("xml", Level.INFO));
        context.getLogger("ops").info("still here");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("still here");
    }
}
