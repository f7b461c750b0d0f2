/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Takes what a template writes, and stops it when that becomes too much. One thread, one rendering. */
final class Bounded extends Writer {

    /** In characters. */
    static final int SIZE = 256 * 1024;

    /** Turns of all loops together. */
    static final int STEPS = 100_000;

    private final StringBuilder out = new StringBuilder(256);
    private int steps;

    @Override
    public void write(char[] chars, int from, int length) {
        room(length);
        out.append(chars, from, length);
    }

    @Override
    public void write(String text, int from, int length) {
        room(length);
        out.append(text, from, from + length);
    }

    void step() {
        if (++steps > STEPS) {
            throw new IllegalStateException("more than " + STEPS + " turns of its loops");
        }
    }

    private void room(int more) {
        if (out.length() + more > SIZE) {
            throw tooLong();
        }
    }

    static @Nullable Object checked(@Nullable Object value) {
        if (value instanceof CharSequence text && text.length() > SIZE) {
            throw tooLong();
        }
        return value;
    }

    private static IllegalStateException tooLong() {
        return new IllegalStateException("the text is longer than " + SIZE + " characters");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return out.toString();
    }
}
