/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads mail addresses, strictly: one that could be understood as another than it seems is none. */
final class Addresses {

    // no quotes, no routes, and neither % nor !, with which old relays are told to send elsewhere
    private static final Pattern LOCAL =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}#$&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}#$&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private static final Pattern IN_TEXT = Pattern.compile("([^\\s<>\"'(),;:@])[^\\s<>\"'(),;:@]*@([\\p{L}\\p{N}.-]+)");

    private Addresses() {}

    /** With all but the first letter and the domain of addresses left out: errors are kept longer and seen by more than mails. */
    static String masked(String text) {
        return IN_TEXT.matcher(text).replaceAll("$1…@$2");
    }

    /** Exactly one address of the configuration. */
    static InternetAddress own(String option, String text) {
        List<InternetAddress> all = list(option, text);
        if (all.size() != 1) {
            throw new IllegalArgumentException(option + " should be one address, not " + all.size());
        }
        return all.get(0);
    }

    /**
     * Addresses between commas, at least one, each with or without a name.
     *
     * @throws IllegalArgumentException when one is none; says which
     */
    static List<InternetAddress> list(String option, String text) {
        List<InternetAddress> all = new ArrayList<>();
        try {
            if (text.codePoints().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(option + " holds a control character");
            }
            for (InternetAddress parsed : InternetAddress.parse(text, true)) {
                all.add(checked(option, parsed));
            }
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException(
                    option + " should be an address such as ops@example.org, not '" + HeaderText.clean(text, 80) + "'",
                    e);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException(option + " should be an address such as ops@example.org, not nothing");
        }
        return all;
    }

    private static InternetAddress checked(String option, InternetAddress parsed)
            throws AddressException, UnsupportedEncodingException {
        String address = parsed.getAddress();
        int at = address == null ? -1 : address.lastIndexOf('@');
        if (address == null || at < 1 || at > 64 || parsed.isGroup()) {
            throw new AddressException(option);
        }
        String local = address.substring(0, at);
        String domain;
        try {
            domain = IDN.toASCII(address.substring(at + 1), IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new AddressException(option);
        }
        if (!LOCAL.matcher(local).matches()
                || domain.length() > 253
                || !DOMAIN.matcher(domain).matches()) {
            throw new AddressException(option);
        }
        InternetAddress made = new InternetAddress();
        made.setAddress(local + "@" + domain);
        String name = parsed.getPersonal();
        if (name != null && !name.isBlank()) {
            made.setPersonal(HeaderText.clean(name, 100), StandardCharsets.UTF_8.name());
        }
        return made;
    }

    /** Whether a server must know SMTPUTF8 to take it: domains are written in ASCII, what stands before them is not. */
    static boolean needsUtf8(InternetAddress address) {
        return !StandardCharsets.US_ASCII.newEncoder().canEncode(address.getAddress());
    }

    /** By which an address is known; that upper and lower case differ is the one thing no server means. */
    static String key(InternetAddress address) {
        return address.getAddress().toLowerCase(Locale.ROOT);
    }

    static String domain(InternetAddress address) {
        String text = address.getAddress();
        return text.substring(text.lastIndexOf('@') + 1);
    }
}
