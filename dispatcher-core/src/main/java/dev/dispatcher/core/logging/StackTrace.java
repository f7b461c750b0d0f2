/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/** Prints a throwable like the JDK, but its messages stay on one line each and without secrets. */
final class StackTrace {

    private static final int DEEPEST = 20;

    private final StringBuilder out = new StringBuilder();

    private StackTrace() {}

    /** Lines that each end in a newline and, but for the first when {@code indent} is empty, begin with blanks. */
    static String of(IThrowableProxy thrown, String indent) {
        StackTrace trace = new StackTrace();
        trace.print(thrown, "", indent, 0);
        return trace.out.toString();
    }

    private void print(@Nullable IThrowableProxy thrown, String caption, String indent, int depth) {
        if (thrown == null) {
            return;
        }
        String message = thrown.getMessage();
        out.append(indent).append(caption).append(thrown.getClassName());
        out.append(message == null ? "" : ": " + LogText.clean(message)).append('\n');
        if (thrown.isCyclic() || depth == DEEPEST) {
            return;
        }
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int shown = frames.length - thrown.getCommonFrames();
        for (int i = 0; i < shown; i++) {
            out.append(indent)
                    .append("  at ")
                    .append(LogText.clean(frames[i].getStackTraceElement().toString()))
                    .append('\n');
        }
        if (thrown.getCommonFrames() > 0) {
            out.append(indent).append("  … ").append(thrown.getCommonFrames()).append(" more\n");
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            print(suppressed, "suppressed: ", indent + "  ", depth + 1);
        }
        print(thrown.getCause(), "caused by: ", indent, depth + 1);
    }
}
