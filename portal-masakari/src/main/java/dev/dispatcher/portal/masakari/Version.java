/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.Route.Request;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A microversion that a request asks for: what it may see, and what the answer's headers say. */
record Version(int major, int minor) {

    static final Version LEAST = new Version(1, 0);
    static final Version MOST = new Version(1, 2);

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");
    private static final String SERVICE = "instance-ha";

    /** What is said of other services is passed over. */
    static Version of(Request request) throws Fault {
        for (String header : request.headers().getOrDefault("openstack-api-version", List.of())) {
            for (String part : header.split(",", -1)) {
                String[] words = part.strip().split("\\s+");
                if (words.length == 2 && words[0].equalsIgnoreCase(SERVICE)) {
                    return of(words[1]);
                }
            }
        }
        return LEAST;
    }

    private static Version of(String text) throws Fault {
        if (text.equals("latest")) {
            return MOST;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Fault(
                    400, "API Version String " + text + " is of invalid format. Must be of format MajorNum.MinorNum.");
        }
        return new Version(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** @throws Fault with 406 when nobody speaks it */
    void check() throws Fault {
        if (major != MOST.major || minor > MOST.minor) {
            throw new Fault(
                    406,
                    "Version " + this + " is not supported by the API. Minimum is " + LEAST + " and maximum is " + MOST
                            + ".");
        }
    }

    boolean hasDetails() {
        return minor >= 1;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
