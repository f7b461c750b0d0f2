/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of {@code type: email}. */
public record EmailOptions(
        @Option("The mail server's name or address.") String host,

        @Option("Its port; 587 with starttls, 465 with tls, 25 with none when it is not given.")
        Optional<Integer> port,

        @Option(
                value =
                        "How the connection is protected: starttls (required, never skipped), tls from the first byte, or none.",
                fallback = "starttls")
        Security security,

        @Option("Who logs in; nobody when it is not given.") Optional<Auth> auth,

        @Option("How to speak TLS.") Http.Tls tls,

        @Option("The sender's address, with a name if you like: Dispatcher <dispatcher@example.org>.")
        String from,

        @Option("The sender's address in the envelope, to which bounces go; that of from when it is not given.")
        Optional<String> envelopeFrom,

        @Option("Where answers should go; to from when there is none.")
        List<String> replyTo,

        @Option("Recipients; an entry with a field in it, such as {{ owner_email }}, is confined to allowed.")
        List<Template> to,

        @Option("Recipients of a copy, as in to.") List<Template> cc,

        @Option("Recipients whom the others do not see, as in to.")
        List<Template> bcc,

        @Option("Addresses, domains (example.org) and domains with all below (*.example.org) that an event may choose.")
        List<String> allowed,

        @Option(value = "Most recipients of one mail that events may choose, 1 to 1000.", fallback = "50")
        int mostRecipients,

        @Option(
                value = "The subject of a mail with one event; at most 250 characters are kept.",
                fallback = "{{ message }}")
        Template subject,

        @Option(
                value = "The subject of a mail with several events.",
                fallback = "{{ events | length }} events, the first: {{ message }}")
        Template digestSubject,

        @Option("The text; message, links and all other fields when it is not given.")
        Optional<Template> text,

        @Option("The HTML beside the text; what comes from events is escaped.")
        Optional<Template> html,

        @Option(
                value =
                        "Whether the events of a batch that have the same recipients go into one mail (with delivery.batch).",
                fallback = "false")
        boolean digest,

        @Option("Mails with the same value, such as {{ incident }}, become one conversation; without a value none.")
        Optional<Template> thread,

        @Option("More headers by name; one whose value is empty is left out.")
        Map<String, Template> headers,

        @Option("The name with which we greet the server; this machine's when it is not given.")
        Optional<String> helo,

        @Option(value = "How long connecting may take.", fallback = "5s")
        Duration connectTimeout,

        @Option(value = "How long the server may take for each of its answers.", fallback = "20s")
        Duration timeout,

        @Option(value = "Mails over one connection before a new one is made.", fallback = "100")
        int mailsPerConnection,

        @Option(value = "A connection that was not used for so long is replaced by a new one.", fallback = "1m")
        Duration idle) {

    /** How a connection is protected. */
    public enum Security {
        STARTTLS(587),
        TLS(465),
        NONE(25);

        final int port;

        Security(int port) {
            this.port = port;
        }
    }

    /** Ways to log in. */
    public enum Mechanism {
        /** PLAIN or LOGIN, whichever the server offers. */
        PASSWORD("PLAIN LOGIN"),
        PLAIN("PLAIN"),
        LOGIN("LOGIN"),
        XOAUTH2("XOAUTH2");

        final String names;

        Mechanism(String names) {
            this.names = names;
        }
    }

    /** Who logs in. */
    public record Auth(
            @Option("The user's name.") String user,
            @Option("The password; for all but xoauth2.") Optional<Secret> password,

            @Option("The access token; for xoauth2.") Optional<Secret> token,

            @Option(
                    "A file with the access token, read for every connection, since such tokens live an hour; for xoauth2.")
            Optional<Path> tokenFile,

            @Option(
                    value =
                            "How to log in: plain, login, xoauth2, or password for plain or login, as the server offers.",
                    fallback = "password")
            Mechanism mechanism) {

        public Auth {
            boolean token2 = token.isPresent() || tokenFile.isPresent();
            if (mechanism == Mechanism.XOAUTH2) {
                if (password.isPresent() || token.isPresent() == tokenFile.isPresent()) {
                    throw new IllegalArgumentException("mechanism: xoauth2 needs token or token-file, and no password");
                }
            } else if (password.isEmpty() || token2) {
                throw new IllegalArgumentException(
                        "auth needs a password; token and token-file are for mechanism: xoauth2");
            }
        }
    }

    public EmailOptions {
        if (!host.matches("[A-Za-z0-9.:_-]+")) {
            throw new IllegalArgumentException("host should be a name or address such as mail.example.org");
        }
        if (port.isPresent() && (port.get() < 1 || port.get() > 65535)) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port.get());
        }
        if (auth.isPresent() && security == Security.NONE && !host.matches("localhost|127\\.[0-9.]+|::1")) {
            throw new IllegalArgumentException(
                    "auth with security: none would show the password to the network; use starttls or tls");
        }
        Addresses.own("from", from);
        envelopeFrom.ifPresent(address -> Addresses.own("envelope-from", address));
        replyTo.forEach(address -> Addresses.own("reply-to", address));
        if (to.isEmpty() && cc.isEmpty() && bcc.isEmpty()) {
            throw new IllegalArgumentException("a recipient is needed in to, cc or bcc");
        }
        Stream.of(to, cc, bcc).flatMap(List::stream).forEach(template -> {
            if (template.constant()) {
                Addresses.list("a recipient", template.source());
            } else if (allowed.isEmpty()) {
                throw new IllegalArgumentException(
                        "recipients that come from an event need allowed: the addresses and domains that it may choose");
            }
        });
        allowed.forEach(Allowed::checked);
        if (mostRecipients < 1 || mostRecipients > 1000) {
            throw new IllegalArgumentException("most-recipients must be 1 to 1000, not " + mostRecipients);
        }
        headers.keySet().forEach(HeaderText::checked);
        if (helo.isPresent() && !helo.get().matches("[A-Za-z0-9.:\\[\\]_-]+")) {
            throw new IllegalArgumentException("helo should be a host's name");
        }
        if (connectTimeout.toMillis() < 1 || timeout.toMillis() < 1 || timeout.toHours() > 24) {
            throw new IllegalArgumentException("connect-timeout and timeout must be more than nothing and at most 24h");
        }
        if (mailsPerConnection < 1) {
            throw new IllegalArgumentException("mails-per-connection must be at least 1, not " + mailsPerConnection);
        }
    }

    int portOrDefault() {
        return port.orElse(security.port);
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "email options with host " + host + ", port " + portOrDefault() + ", security " + security;
    }
}
