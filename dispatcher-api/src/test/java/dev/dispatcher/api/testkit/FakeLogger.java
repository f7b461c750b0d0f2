/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Keeps every line, whatever its level, with the stack trace of its exception. Any number of threads. */
final class FakeLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1;

    private final transient List<String> lines = new CopyOnWriteArrayList<>();

    FakeLogger(String name) {
        this.name = name;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String message, Object[] arguments, Throwable cause) {
        String text = MessageFormatter.basicArrayFormat(message, arguments);
        lines.add(level + " " + text + (cause == null ? "" : "\n" + trace(cause)));
    }

    static String trace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return true;
    }

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
