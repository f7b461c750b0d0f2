/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/** Sets up the log of the process: standard error, through {@link MaskingEncoder}. No configuration file is looked for. */
public final class Logging {

    private Logging() {}

    /**
     * Replaces what was set up before.
     *
     * @param format {@code text} or {@code json}
     * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
     */
    public static void configure(String format, String level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        MaskingEncoder encoder = new MaskingEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level));
        root.addAppender(console);
        // libraries say at info what concerns nobody here
        for (String library : new String[] {"org.xnio", "io.undertow", "org.jboss", "org.apache.hc", "com.mitchellbosecke"}) {
            context.getLogger(library).setLevel(Level.WARN);
        }
    }
}
