/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces secrets in texts by {@code ****}. A second line of defence: the first is not to write them. Immutable, any
 * number of threads; costs next to nothing when there is no secret.
 */
public final class Masking {

    /** Shorter values are no secrets, and would tear ordinary text apart. */
    public static final int SHORTEST = 4;

    /** The telling part of a webhook's address is masked by itself when it is at least so long. */
    private static final int SHORTEST_PART = 16;

    private static final String STARS = "****";
    private static final Masking NONE = new Masking(List.of());

    private final List<String> longestFirst;

    private Masking(List<String> longestFirst) {
        this.longestFirst = longestFirst;
    }

    /**
     * Masks these. Of an address also path and query alone and the password alone, since clients report them so; of a text
     * with several lines also each long line.
     */
    public static Masking of(Collection<String> secrets) {
        Set<String> all = new LinkedHashSet<>();
        for (String secret : secrets) {
            add(all, secret, SHORTEST);
            secret.lines().forEach(line -> add(all, line.strip(), line.equals(secret) ? SHORTEST : SHORTEST_PART));
            int authority = secret.indexOf("://") + 3;
            if (authority >= 3) {
                int path = secret.indexOf('/', authority);
                String userInfo = userInfo(path < 0 ? secret.substring(authority) : secret.substring(authority, path));
                add(all, path < 0 ? "" : secret.substring(path), SHORTEST_PART);
                add(all, userInfo, SHORTEST);
                add(all, userInfo.substring(userInfo.indexOf(':') + 1), SHORTEST);
            }
        }
        if (all.isEmpty()) {
            return NONE;
        }
        return new Masking(all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    private static String userInfo(String authority) {
        return authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
    }

    private static void add(Set<String> all, String text, int shortest) {
        if (text.length() >= shortest && !text.isBlank()) {
            all.add(text);
        }
    }

    public String mask(String text) {
        String masked = text;
        for (String secret : longestFirst) {
            if (masked.contains(secret)) {
                masked = masked.replace(secret, STARS);
            }
        }
        return masked;
    }
}
