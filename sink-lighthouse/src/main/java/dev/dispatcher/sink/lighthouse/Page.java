/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An address that an event named, looked at before any program gets it. */
record Page(URI uri, String host) {

    private static final int LONGEST = 2048;
    private static final int MOST = 50;

    /**
     * @throws DeliveryException permanent, when one of them is no address of a web page
     */
    static List<Page> of(String text) throws DeliveryException {
        Set<String> texts = new LinkedHashSet<>();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(texts::add);
        if (texts.size() > MOST) {
            throw DeliveryException.permanent("an event may name " + MOST + " pages, and this names " + texts.size());
        }
        List<Page> pages = new ArrayList<>();
        for (String each : texts) {
            pages.add(one(each));
        }
        return pages;
    }

    private static Page one(String text) throws DeliveryException {
        if (text.length() > LONGEST) {
            throw refused(text, "is longer than " + LONGEST + " characters");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refused(text, "is no URL");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused(text, "should begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw refused(text, "names no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("the address", "names a user, and would stand in reports");
        }
        return new Page(uri, uri.getHost().toLowerCase(Locale.ROOT).replaceAll("\\.$", ""));
    }

    private static DeliveryException refused(String text, String why) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        return DeliveryException.permanent(
                "not audited: " + (shown.length() > 100 ? shown.substring(0, 100) + "…" : shown) + " " + why);
    }

    /**
     * Looks up the name when no hosts are listed; that may take a while.
     *
     * @throws DeliveryException permanent, when the host may not be audited; retryable, when its name is not known
     */
    void mayBeAudited(List<String> hosts) throws DeliveryException {
        if (!hosts.isEmpty()) {
            if (hosts.stream().noneMatch(this::fits)) {
                throw refused(uri.toString(), "is on a host that 'hosts' does not list");
            }
            return;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (inside(address)) {
                    throw refused(uri.toString(), "is at an address that is not public; 'hosts' can allow it");
                }
            }
        } catch (UnknownHostException e) {
            throw DeliveryException.retryable(Reason.CONNECTION, "the host " + host + " is not known", null);
        }
    }

    private boolean fits(String listed) {
        String pattern = listed.toLowerCase(Locale.ROOT);
        return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }

    private static boolean inside(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        boolean shared = bytes.length == 4 && (first == 0 || first >= 240 || (first == 100 && (bytes[1] & 0xc0) == 64));
        boolean notGlobal = address instanceof Inet6Address && (first & 0xe0) != 0x20;
        return shared
                || notGlobal
                || address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }

    /** The address as a part of a file's name: host and path, and of the rest enough to tell pages apart. */
    String slug() {
        String port = uri.getPort() < 0 ? "" : "-" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "-" + Names.hash(uri.getRawQuery());
        String whole = host + port + path;
        return Names.safe(whole.replaceAll("/+$", ""))
                + (whole.length() > Names.LONGEST ? "-" + Names.hash(whole) : "")
                + query;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
