/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up logging in code: no file to look for and to parse at start. */
public final class Logging {

    /** Libraries whose lines below a warning say nothing to the user. */
    private static final List<String> QUIET = List.of(
            "io.undertow",
            "org.xnio",
            "org.jboss",
            "org.apache.hc",
            "io.pebbletemplates",
            "com.zaxxer.hikari",
            "liquibase");

    private Logging() {}

    /**
     * Sends every logger of the process to standard error through a {@link MaskingEncoder}, and nowhere else. May be called
     * again.
     *
     * @param format {@code text} or {@code json}
     */
    public static void start(String format, org.slf4j.event.Level level) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        apply((LoggerContext) LoggerFactory.getILoggerFactory(), format, Level.convertAnSLF4JLevel(level), appender);
    }

    static void apply(LoggerContext context, String format, Level level, OutputStreamAppender<ILoggingEvent> appender) {
        MaskingEncoder encoder = new MaskingEncoder();
        encoder.setFormat(format);
        context.reset();
        encoder.setContext(context);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender);
        QUIET.forEach(
                name -> context.getLogger(name).setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN));
    }
}
