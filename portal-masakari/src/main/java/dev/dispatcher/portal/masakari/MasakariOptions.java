/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.Option;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The options of {@code type: masakari}. */
public record MasakariOptions(
        @Option(
                "What stands before /v1, such as /instance-ha; nothing unless set, and then GET / is this portal's too.")
        Optional<String> path,

        @Option("The address by which clients reach the dispatcher, for links in version documents; http:// and the"
                + " request's Host unless set.")
        Optional<URI> address,

        @Option(
                value =
                        "Whether senders need a token of http.tokens, as X-Auth-Token or Authorization: required, or open.",
                fallback = "required")
        Tokens tokens,

        @Option("Hosts that are known beforehand.") List<Host> hosts,

        @Option(
                value = "What happens to notifications of other hosts: learn, with a uuid made of the name, or reject.",
                fallback = "learn")
        Unknown unknownHosts,

        @Option(
                value = "Two alike from one host are duplicates when the second was generated less than this after the"
                        + " first, or earlier; 0s or more.",
                fallback = "180s")
        Duration duplicatesWithin,

        @Option(value = "For how long notifications are kept, from when they came; at least 1h.", fallback = "30d")
        Duration keep) {

    /** Whether a token is asked for. */
    public enum Tokens {
        REQUIRED,
        OPEN
    }

    /** What to do with a host that is not listed. */
    public enum Unknown {
        LEARN,
        REJECT
    }

    /** A host that may be named in notifications. */
    public record Host(
            @Option("Its name, as notifications have it.") String name,

            @Option("Its uuid; made of the name unless set.")
            Optional<String> uuid,

            @Option(
                    value = "Whether it is under maintenance: its notifications are refused with 409.",
                    fallback = "false")
            boolean maintenance) {

        public Host {
            if (!name.matches("[A-Za-z0-9._-]{1,255}")) {
                throw new IllegalArgumentException(
                        "the name of a host has 1 to 255 letters, digits, '.', '_' and '-', unlike '" + name + "'");
            }
            uuid.ifPresent(text -> {
                if (!Checks.uuid(text)) {
                    throw new IllegalArgumentException(
                            "the uuid of host " + name + " should be one, not '" + text + "'");
                }
            });
        }

        String id() {
            return uuid.orElseGet(
                    () -> UUID.nameUUIDFromBytes(("masakari-host:" + name).getBytes(StandardCharsets.UTF_8))
                            .toString());
        }
    }

    public MasakariOptions {
        path.ifPresent(text -> {
            if (!text.matches("(/[A-Za-z0-9._~-]+)+")) {
                throw new IllegalArgumentException(
                        "path begins with a slash and does not end with one, unlike '" + text + "'");
            }
        });
        if (duplicatesWithin.isNegative()) {
            throw new IllegalArgumentException("duplicates-within should be 0s or more");
        }
        if (keep.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("keep should be at least 1h");
        }
        Set<String> names = new HashSet<>();
        for (Host host : hosts) {
            if (!names.add(host.name())) {
                throw new IllegalArgumentException("the host " + host.name() + " is listed twice");
            }
        }
    }

    /** Empty for a host that is to be refused. */
    Optional<Host> host(String name) {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .or(() -> unknownHosts == Unknown.LEARN
                        ? Optional.of(new Host(name, Optional.empty(), false))
                        : Optional.empty());
    }
}
