/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which recipients an event may choose. */
final class Allowed {

    private final Set<String> addresses = new HashSet<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<String> below = new HashSet<>();

    Allowed(List<String> entries) {
        for (String entry : entries) {
            if (entry.startsWith("*.")) {
                below.add(domain(entry.substring(2)));
            } else if (entry.indexOf('@') > 0) {
                addresses.add(Addresses.key(Addresses.own("allowed", entry)));
            } else {
                domains.add(domain(entry.startsWith("@") ? entry.substring(1) : entry));
            }
        }
    }

    static void checked(String entry) {
        Set<String> made = new HashSet<>();
        Allowed one = new Allowed(List.of(entry));
        made.addAll(one.addresses);
        made.addAll(one.domains);
        made.addAll(one.below);
        if (made.size() != 1) {
            throw new IllegalArgumentException("allowed should be addresses and domains, not '" + entry + "'");
        }
    }

    private static String domain(String text) {
        return Addresses.domain(Addresses.own("allowed", "x@" + IDN.toUnicode(text)));
    }

    boolean allows(InternetAddress address) {
        if (addresses.contains(Addresses.key(address))) {
            return true;
        }
        String domain = Addresses.domain(address).toLowerCase(Locale.ROOT);
        if (domains.contains(domain)) {
            return true;
        }
        for (String rest = domain; !rest.isEmpty(); ) {
            if (below.contains(rest)) {
                return true;
            }
            int dot = rest.indexOf('.');
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        return false;
    }
}
