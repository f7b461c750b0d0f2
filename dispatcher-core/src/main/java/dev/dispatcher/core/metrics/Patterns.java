/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What the patterns of this process did, whoever uses them. Any number of threads. */
public final class Patterns {

    /** Texts on which a regular expression or glob came to its bound. */
    public static final LongAdder GAVE_UP = new LongAdder();

    private Patterns() {}
}
