/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.logging;

import dev.dispatcher.core.config.Masking;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The secrets of the configuration in use: process-wide, since logging is. Any number of threads.
 *
 * <p>While a configuration is exchanged, {@link #add} the new secrets before anything uses them, and {@link #replace} all by
 * them once nothing uses the old ones.
 */
public final class Secrets {

    private static volatile Masking masking = Masking.of(Set.of());
    private static Set<String> known = Set.of();

    private Secrets() {}

    /** From now on these are masked too. */
    public static synchronized void add(Collection<String> secrets) {
        Set<String> all = new LinkedHashSet<>(known);
        all.addAll(secrets);
        replace(all);
    }

    /** From now on these are masked, and no others. */
    public static synchronized void replace(Collection<String> secrets) {
        known = Set.copyOf(secrets);
        masking = Masking.of(known);
    }

    /** The text with every secret replaced by {@code ****}. */
    public static String mask(String text) {
        return masking.mask(text);
    }
}
