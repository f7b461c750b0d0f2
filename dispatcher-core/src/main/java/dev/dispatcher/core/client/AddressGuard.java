/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Which addresses an event may not send us to: what an outsider has no business with, in every way to write it. Any number
 * of threads.
 */
public final class AddressGuard {

    private AddressGuard() {}

    /** Whether the address is loopback, link-local, private, shared, unspecified, multicast or reserved, or leads there. */
    public static boolean refuses(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? refusesV4(bytes) : refusesV6(bytes);
    }

    private static boolean refusesV4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first == 0
                || first == 10
                || first == 127
                || (first == 100 && second >= 64 && second <= 127)
                || (first == 169 && second == 254)
                || (first == 172 && second >= 16 && second <= 31)
                || (first == 192 && second == 168)
                || (first == 192 && second == 0 && bytes[2] == 0)
                || (first == 198 && (second == 18 || second == 19))
                || first >= 224;
    }

    private static boolean refusesV6(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean mapped = zero(bytes, 0, 10) && (bytes[10] & 0xff) == 0xff && (bytes[11] & 0xff) == 0xff;
        boolean compatible = zero(bytes, 0, 12);
        boolean nat64 = first == 0
                && second == 0x64
                && (bytes[2] & 0xff) == 0xff
                && (bytes[3] & 0xff) == 0x9b
                && zero(bytes, 4, 12);
        if (mapped || compatible || nat64) {
            // :: and ::1 are 0.0.0.0 and 0.0.0.1 then
            return refusesV4(Arrays.copyOfRange(bytes, 12, 16));
        }
        boolean global = (first & 0xe0) == 0x20;
        boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        if (!global || teredo) {
            return true;
        }
        boolean sixToFour = first == 0x20 && second == 0x02;
        return sixToFour && refusesV4(Arrays.copyOfRange(bytes, 2, 6));
    }

    private static boolean zero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
