/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A range of IPv4 or IPv6 addresses; an IPv4 address written as IPv6 counts as IPv4. Never asks a name server. */
public final class Cidr implements Predicate<String> {

    private static final int LONGEST = 45;

    private final byte[] network;
    private final int bits;

    /** @throws IllegalArgumentException when it is no range */
    public Cidr(String range) {
        int slash = range.indexOf('/');
        byte[] address = address(slash < 0 ? range : range.substring(0, slash));
        if (address == null) {
            throw wrong();
        }
        int most = address.length * 8;
        try {
            bits = slash < 0 ? most : Integer.parseInt(range.substring(slash + 1));
        } catch (NumberFormatException e) {
            throw wrong();
        }
        if (bits < 0 || bits > most) {
            throw wrong();
        }
        network = address;
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("expected a range such as 10.0.0.0/8 or 2001:db8::/32");
    }

    @Override
    public boolean test(String text) {
        byte[] address = address(text);
        return address != null && contains(address);
    }

    /** Whether these bytes of an address are in the range. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address, 4 or 16; null for anything else, such as a name. */
    public static byte @Nullable [] address(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        return text.indexOf(':') >= 0 ? six(text) : four(text);
    }

    private static byte @Nullable [] six(String text) {
        if (text.charAt(0) == '.') {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
                return null;
            }
        }
        try {
            // with a colon it is an address or nothing: the JDK does not look it up
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static byte @Nullable [] four(String text) {
        byte[] bytes = new byte[4];
        int part = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (value < 0 || part > 3) {
                    return null;
                }
                bytes[part++] = (byte) value;
                value = -1;
            } else if (c >= '0' && c <= '9' && value != 0) {
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return null;
                }
            } else {
                return null;
            }
        }
        return part == 4 ? bytes : null;
    }
}
