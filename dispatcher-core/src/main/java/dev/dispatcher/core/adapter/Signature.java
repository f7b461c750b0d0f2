/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes apart the headers with signatures. Whatever cannot be read is a signature that fits nothing. */
final class Signature {

    /** More than any sender has: each costs a comparison. */
    private static final int MOST = 16;

    private static final byte[] NOTHING = {};

    private Signature() {}

    static byte[] hex(@Nullable String text) {
        try {
            return text == null ? NOTHING : HexFormat.of().parseHex(text.strip());
        } catch (IllegalArgumentException e) {
            return NOTHING;
        }
    }

    static byte[] base64(@Nullable String text) {
        try {
            return text == null ? NOTHING : Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            return NOTHING;
        }
    }

    /** What stands behind a prefix in the parts of a header that have it. */
    static <T> List<T> each(String header, String separator, String prefix, Function<String, T> read) {
        List<T> all = new ArrayList<>();
        for (String part : header.split(separator, MOST + 1)) {
            if (all.size() < MOST && part.strip().startsWith(prefix)) {
                all.add(read.apply(part.strip().substring(prefix.length())));
            }
        }
        return all;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String digest(String adapter, List<byte[]> content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(utf8(adapter + '\0'));
            content.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
