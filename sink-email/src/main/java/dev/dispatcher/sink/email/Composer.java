/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** Writes mails. Any number of threads. */
final class Composer {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final EmailOptions options;
    private final String name;
    private final Clock clock;
    private final InternetAddress from;
    private final Address[] replyTo;

    Composer(EmailOptions options, String name, Clock clock) {
        this.options = options;
        this.name = name;
        this.clock = clock;
        this.from = Addresses.own("from", options.from());
        this.replyTo = options.replyTo().stream()
                .map(text -> (Address) Addresses.own("reply-to", text))
                .toArray(Address[]::new);
    }

    InternetAddress from() {
        return from;
    }

    /** @param shown which addresses may stand in the headers */
    SMTPMessage compose(Mail mail, Session session, Predicate<InternetAddress> shown) throws MessagingException {
        Numbered message = new Numbered(session, messageId(mail));
        message.setSendPartial(true);
        message.setEnvelopeFrom(options.envelopeFrom()
                .map(text -> Addresses.own("envelope-from", text))
                .orElse(from)
                .getAddress());
        message.setFrom(from);
        if (replyTo.length > 0) {
            message.setReplyTo(replyTo);
        }
        message.setRecipients(
                Message.RecipientType.TO, addresses(mail.recipients().to(), shown));
        message.setRecipients(
                Message.RecipientType.CC, addresses(mail.recipients().cc(), shown));
        message.setSentDate(Date.from(clock.instant()));
        message.setSubject(subject(mail.events()), UTF_8);
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        if (!mail.thread().isEmpty()) {
            String root = "<thread." + hash(name, mail.thread()) + "@" + Addresses.domain(from) + ">";
            message.setHeader("In-Reply-To", root);
            message.setHeader("References", root);
        }
        headers(message, mail.events().get(0));
        body(message, mail.events());
        message.saveChanges();
        return message;
    }

    private static Address[] addresses(List<InternetAddress> all, Predicate<InternetAddress> shown) {
        return all.stream().filter(shown).toArray(Address[]::new);
    }

    private String subject(List<Event> events) {
        String message = events.get(0).message();
        String rendered = events.size() == 1
                ? options.subject().render(events.get(0), Template.Escape.HEADER, () -> message)
                : options.digestSubject()
                        .render(events, Template.Escape.HEADER, () -> events.size() + " events, the first: " + message);
        return HeaderText.clean(rendered, 250);
    }

    private void headers(SMTPMessage message, Event event) throws MessagingException {
        for (Map.Entry<String, Template> header : options.headers().entrySet()) {
            String value = HeaderText.clean(header.getValue().render(event, Template.Escape.HEADER, () -> ""), 500);
            if (!value.isEmpty()) {
                try {
                    String encoded = MimeUtility.encodeText(value, UTF_8, null);
                    message.setHeader(
                            header.getKey(), MimeUtility.fold(header.getKey().length() + 2, encoded));
                } catch (UnsupportedEncodingException e) {
                    throw new IllegalStateException("no UTF-8", e);
                }
            }
        }
    }

    private void body(SMTPMessage message, List<Event> events) throws MessagingException {
        String text = BodyText.clean(options.text()
                .map(template -> rendered(template, events, Template.Escape.NONE, BodyText.of(events)))
                .orElseGet(() -> BodyText.of(events)));
        String html = options.html()
                .map(template -> BodyText.clean(rendered(template, events, Template.Escape.HTML, "")))
                .orElse("");
        if (html.isBlank()) {
            message.setText(text, UTF_8);
            return;
        }
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text, UTF_8);
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText(html, UTF_8, "html");
        message.setContent(new MimeMultipart("alternative", plain, rich));
    }

    private String rendered(Template template, List<Event> events, Template.Escape escape, String safe) {
        return options.digest()
                ? template.render(events, escape, () -> safe)
                : template.render(events.get(0), escape, () -> safe);
    }

    /** The same whenever the same events are sent, so that a repeat can be known as one. */
    private String messageId(Mail mail) {
        StringBuilder all = new StringBuilder();
        for (Event event : mail.events()) {
            all.append(new String(event.json(), StandardCharsets.UTF_8)).append('\n');
        }
        return "<" + hash(name, all.toString()) + "@" + Addresses.domain(from) + ">";
    }

    private static String hash(String name, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }

    /** A message whose id is ours, not made up anew. */
    private static final class Numbered extends SMTPMessage {

        private final String id;

        Numbered(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
