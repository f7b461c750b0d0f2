/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Template;
import dev.dispatcher.core.template.Templates;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options for tests, said as far as they differ from the defaults; the templates are the host's. */
final class Emails {

    private static final Templates TEMPLATES = new Templates(failure -> {});

    String host = "127.0.0.1";
    int port;
    EmailOptions.Security security = EmailOptions.Security.NONE;
    Optional<EmailOptions.Auth> auth = Optional.empty();
    Http.Tls tls = Http.Tls.DEFAULTS;
    String from = "Dispatcher <dispatcher@example.org>";
    Optional<String> envelopeFrom = Optional.empty();
    List<String> to = List.of("ops@example.org");
    List<String> cc = List.of();
    List<String> bcc = List.of();
    List<String> allowed = List.of();
    int mostRecipients = 50;
    String subject = "{{ message }}";
    Optional<String> text = Optional.empty();
    Optional<String> html = Optional.empty();
    boolean digest;
    Optional<String> thread = Optional.empty();
    Map<String, String> headers = new LinkedHashMap<>();
    int mailsPerConnection = 100;

    static Emails at(int port) {
        Emails emails = new Emails();
        emails.port = port;
        return emails;
    }

    static Template template(String source) {
        return TEMPLATES.compile(source);
    }

    private static List<Template> templates(List<String> sources) {
        return sources.stream().map(Emails::template).toList();
    }

    EmailOptions options() {
        Map<String, Template> more = new LinkedHashMap<>();
        headers.forEach((name, value) -> more.put(name, template(value)));
        return new EmailOptions(
                host,
                Optional.of(port),
                security,
                auth,
                tls,
                from,
                envelopeFrom,
                List.of(),
                templates(to),
                templates(cc),
                templates(bcc),
                allowed,
                mostRecipients,
                template(subject),
                template("{{ events | length }} events, the first: {{ message }}"),
                text.map(Emails::template),
                html.map(Emails::template),
                digest,
                thread.map(Emails::template),
                more,
                Optional.of("client.example.org"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                mailsPerConnection,
                Duration.ofMinutes(1));
    }
}
