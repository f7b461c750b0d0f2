/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Arrays;

/** Puts keys of the older forms, as OpenSSL wrote them, into the envelope that the JDK reads. */
final class Pkcs8 {

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 1, 0};

    /** rsaEncryption, without parameters. */
    private static final byte[] RSA = {
        SEQUENCE, 13, 0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0
    };

    private Pkcs8() {}

    /** From PKCS#1. */
    static byte[] ofRsa(byte[] key) {
        return envelope(RSA, key);
    }

    /** From SEC1, which may leave out what curve it is: that of the public key. */
    static byte[] ofEc(byte[] key, PublicKey publicKey) {
        return envelope(algorithm(publicKey.getEncoded()), key);
    }

    /** The first member of a SubjectPublicKeyInfo. */
    private static byte[] algorithm(byte[] info) {
        int start = 1 + lengthBytes(info, 1);
        int more = lengthBytes(info, start + 1);
        return Arrays.copyOfRange(info, start, start + 1 + more + length(info, start + 1));
    }

    private static int lengthBytes(byte[] der, int at) {
        return der[at] >= 0 ? 1 : 1 + (der[at] & 0x7F);
    }

    private static int length(byte[] der, int at) {
        if (der[at] >= 0) {
            return der[at];
        }
        int length = 0;
        for (int i = 1; i <= (der[at] & 0x7F); i++) {
            length = length << 8 | (der[at + i] & 0xFF);
        }
        return length;
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, VERSION, algorithm, tagged(OCTETS, key));
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        all.write(tag);
        if (length < 128) {
            all.write(length);
        } else {
            // the shortest form, as DER demands
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int from = bytes[0] == 0 ? 1 : 0;
            all.write(0x80 | (bytes.length - from));
            all.write(bytes, from, bytes.length - from);
        }
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
