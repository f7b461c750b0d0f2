/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Names of files from texts that others wrote. */
final class Names {

    static final int LONGEST = 100;

    private Names() {}

    /** One name: letters, digits and {@code . _ -}, not beginning with a dot, never empty. */
    static String safe(String text) {
        String name = text.strip().replaceAll("[^\\p{L}\\p{Nd}._-]+", "-").replaceAll("^[.-]+|-+$", "");
        // not through the middle of a character of two
        int end = name.length() <= LONGEST
                ? name.length()
                : name.offsetByCodePoints(0, name.codePointCount(0, LONGEST) - 1);
        return name.isEmpty() ? "none" : name.substring(0, end);
    }

    /** Names joined by {@code /}; empty ones are left out. */
    static String path(String text) {
        return Arrays.stream(text.split("/", 20))
                .filter(part -> !part.isBlank())
                .map(Names::safe)
                .collect(Collectors.joining("/"));
    }

    /** Names joined by {@code /}, as the path of an address. */
    static String encoded(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining("/"));
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
