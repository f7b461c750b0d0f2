/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import java.util.Collection;
import java.util.Locale;

/** Finds the word that was probably meant. */
public final class Similar {

    private Similar() {}

    /** {@code "; did you mean 'gte'?"}, or nothing when no known word is near. */
    public static String hint(String word, Collection<String> known) {
        String best = "";
        int least = word.length() < 4 ? 2 : word.length() < 9 ? 3 : 4;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
