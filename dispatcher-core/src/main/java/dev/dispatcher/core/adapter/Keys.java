/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets in use at the same time. All of them are tried, always: the time tells nothing. */
final class Keys {

    private static final String PREFIX = "whsec_";

    private final String algorithm;
    private final List<byte[]> keys;

    private Keys(String algorithm, List<byte[]> keys) {
        this.algorithm = algorithm;
        this.keys = keys;
    }

    /** @param algorithm of the HMAC; empty when the secrets themselves are sent */
    static Keys plain(String algorithm, List<Secret> secrets) {
        return new Keys(
                algorithm,
                secrets.stream()
                        .map(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Keys in Base64, usually behind {@code whsec_}. */
    static Keys standardWebhooks(List<Secret> secrets) {
        return new Keys(
                "HmacSHA256",
                secrets.stream().map(secret -> decoded(secret.reveal())).toList());
    }

    private static byte[] decoded(String secret) {
        String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // not with the text itself: it is the secret
        }
        throw new IllegalArgumentException("a secret of Standard Webhooks is Base64, behind whsec_ or without it");
    }

    boolean same(byte[] given) {
        boolean same = false;
        for (byte[] key : keys) {
            same |= MessageDigest.isEqual(key, given);
        }
        return same;
    }

    /** Whether one of the signatures was made of this content with one of the keys. */
    boolean signed(List<byte[]> content, List<byte[]> signatures) {
        boolean signed = false;
        for (byte[] key : keys) {
            byte[] expected = hmac(key, content);
            for (byte[] signature : signatures) {
                signed |= MessageDigest.isEqual(expected, signature);
            }
        }
        return signed;
    }

    private byte[] hmac(byte[] key, List<byte[]> content) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            content.forEach(mac::update);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
