/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Option;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Secret;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The block {@code http:} of the configuration. */
public record HttpOptions(
        @Option(
                value = "Where to listen: HOST:PORT, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080."
                        + " Port 0 takes any free one.",
                fallback = "127.0.0.1:8080")
        String listen,

        @Option(
                value = "Whether anyone may send, read and change without a token on an address that others can reach.",
                fallback = "false")
        boolean open,

        @Option("Who may do what. Without any, everyone may do everything.")
        List<Token> tokens,

        @Option("More names under which the dispatcher is called, as in the Host header; * takes any."
                + " On loopback localhost, 127.0.0.1 and [::1] are always taken, and nothing else unless listed."
                + " Elsewhere any name is taken while the list is empty.")
        List<String> hosts,

        @Option("Web pages from elsewhere that may call, as https://host:port; * takes any."
                + " Requests of browsers from other pages are refused.")
        List<String> origins,

        @Option("Addresses of proxies in front of the dispatcher, and ranges of them such as 10.0.0.0/8, whose"
                + " X-Forwarded-For or Forwarded is believed.")
        List<String> proxies,

        @Option("TLS, with which plain HTTP is not spoken any more.")
        Optional<TlsOptions> tls,

        @Option("What a request may cost.") HttpLimits limits) {

    public static final HttpOptions DEFAULTS =
            new HttpOptions("127.0.0.1:8080", false, List.of(), List.of(), List.of(), List.of(), HttpLimits.DEFAULTS);

    /** Plain HTTP. */
    public HttpOptions(
            String listen,
            boolean open,
            List<Token> tokens,
            List<String> hosts,
            List<String> origins,
            List<String> proxies,
            HttpLimits limits) {
        this(listen, open, tokens, hosts, origins, proxies, Optional.empty(), limits);
    }

    /** Who may do what. */
    public record Token(
            @Option("Whose token it is; for people.") String name,

            @Option("What the sender writes after 'Authorization: Bearer'.")
            Secret token,

            @Option("What it allows, any of submit, read and admin; none includes another.")
            List<Access> allow) {

        public Token {
            if (!token.reveal().matches("[\\x21-\\x7E]+")) {
                throw new IllegalArgumentException("a token must not be empty, and has ASCII without spaces only");
            }
            if (allow.isEmpty()) {
                throw new IllegalArgumentException(
                        "the token of '" + name + "' allows nothing: add submit, read or admin");
            }
        }
    }

    public HttpOptions {
        ListenAddress.parse(listen);
        proxies.forEach(Senders::range);
    }

    public HttpOptions listening(String address) {
        return new HttpOptions(address, open, tokens, hosts, origins, proxies, tls, limits);
    }

    /** Every file that the server reads: a change in one is a change of the configuration. */
    public Set<Path> files() {
        return tls.map(options -> Set.copyOf(options.files())).orElse(Set.of());
    }

    /** Why the server must not start like this; reads {@link #files}, and asks the resolver when {@code listen} has a name. */
    public Optional<String> problem() {
        return listenProblem().or(this::tlsProblem);
    }

    private Optional<String> tlsProblem() {
        try {
            tls.ifPresent(Credentials::read);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("http.tls: " + e.getMessage());
        }
    }

    private Optional<String> listenProblem() {
        ListenAddress address = ListenAddress.parse(listen);
        try {
            boolean reachable = !InetAddress.getByName(address.host()).isLoopbackAddress();
            return reachable && tokens.isEmpty() && !open
                    ? Optional.of("http.listen is " + listen + ", which others can reach, and there is no token:"
                            + " add http.tokens, listen on 127.0.0.1:" + address.port()
                            + ", or write http.open: true to let everyone do everything")
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("http.listen is " + listen + ", and no address is known for '" + address.host() + "'");
        }
    }
}
