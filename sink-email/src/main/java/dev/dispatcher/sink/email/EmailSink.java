/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.Template;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends each event, or the events of a batch that have the same recipients, as one mail. */
final class EmailSink implements Sink {

    /** Which events go together into a digest. */
    private record Together(Set<String> envelope, Recipients recipients, String thread) {}

    private final EmailOptions options;
    private final Recipients.Chooser recipients;
    private final Composer composer;
    private final Connections connections;
    private final Progress progress = new Progress();
    private final LongAdder mails;
    private final LongAdder refusedRecipients;

    EmailSink(EmailOptions options, PluginContext context) {
        this.options = options;
        this.recipients = new Recipients.Chooser(options);
        this.composer = new Composer(options, context.name(), context.clock());
        this.connections = new Connections(options);
        this.mails = context.counter("mails");
        this.refusedRecipients = context.counter("refused_recipients");
        if (options.digest() && context.batch() == 1) {
            context.logger()
                    .warn(
                            "digest: true needs batches of more than one event, such as delivery: {}",
                            "{batch: 100, wait: 5m}");
        }
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, InterruptedException {
        List<DeliveryException> failures = new ArrayList<>();
        DeliveryException over = null;
        for (Mail mail : plan(batch, failures)) {
            if (over != null) {
                failures.add(over.onlyFor(mail.events()));
                continue;
            }
            try {
                send(mail, failures);
            } catch (DeliveryException e) {
                failures.add(mail.events().size() == batch.size() ? e : e.onlyFor(mail.events()));
                boolean everyMail = e.reason() == DeliveryException.Reason.CONNECTION
                        || e.reason() == DeliveryException.Reason.AUTH;
                over = everyMail ? e : null;
            }
        }
        if (!failures.isEmpty()) {
            DeliveryException first = failures.get(0);
            for (DeliveryException other : failures.subList(1, failures.size())) {
                first = first.also(other);
            }
            throw first;
        }
    }

    private List<Mail> plan(List<Event> batch, List<DeliveryException> failures) {
        List<Mail> single = new ArrayList<>();
        Map<Together, Mail> digests = new LinkedHashMap<>();
        for (Event event : batch) {
            Recipients chosen = recipients.of(event);
            refusedRecipients.add(chosen.refused().size());
            Map<String, InternetAddress> envelope = chosen.envelope();
            if (envelope.isEmpty()) {
                failures.add(nobody(chosen).onlyFor(List.of(event)));
                continue;
            }
            envelope.keySet().removeAll(progress.settled(event));
            String thread = HeaderText.clean(
                    options.thread()
                            .map(template -> template.render(event, Template.Escape.HEADER, () -> ""))
                            .orElse(""),
                    1000);
            Mail mail = new Mail(new ArrayList<>(List.of(event)), chosen, envelope, thread);
            if (envelope.isEmpty()) {
                // all who can have it have it
                progress.forget(event);
            } else if (options.digest()) {
                Mail same = digests.putIfAbsent(new Together(envelope.keySet(), chosen.confirmed(), thread), mail);
                if (same != null) {
                    same.events().add(event);
                }
            } else {
                single.add(mail);
            }
        }
        single.addAll(digests.values());
        return single;
    }

    private static DeliveryException nobody(Recipients chosen) {
        return DeliveryException.permanent("nobody to send it to"
                + (chosen.refused().isEmpty()
                        ? ": the event names no recipient"
                        : ": " + String.join("; ", chosen.refused())));
    }

    private void send(Mail mail, List<DeliveryException> failures) throws DeliveryException, InterruptedException {
        boolean utf8 = Addresses.needsUtf8(composer.from())
                || mail.recipients().envelope().values().stream().anyMatch(Addresses::needsUtf8);
        Map<String, Replies.Refusal> refused = new LinkedHashMap<>();
        Connections.Connection connection = take(utf8);
        boolean healthy = false;
        try {
            Map<String, InternetAddress> envelope = new LinkedHashMap<>(mail.envelope());
            boolean plainOnly = utf8 && !connection.transport.supportsExtension("SMTPUTF8");
            if (plainOnly) {
                if (Addresses.needsUtf8(composer.from())) {
                    healthy = true;
                    throw DeliveryException.permanent(withoutUtf8(composer.from()));
                }
                mail.envelope().forEach((key, address) -> {
                    if (Addresses.needsUtf8(address)) {
                        envelope.remove(key);
                        refused.put(key, new Replies.Refusal(false, withoutUtf8(address)));
                    }
                });
            }
            if (!envelope.isEmpty()) {
                refused.putAll(transmit(mail, envelope, connection, utf8 && !plainOnly, plainOnly));
            }
            healthy = true;
        } catch (MessagingException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while a mail was sent");
            }
            DeliveryException judged = Replies.whole(options, e);
            healthy = judged.reason() != DeliveryException.Reason.CONNECTION;
            throw judged;
        } finally {
            if (healthy) {
                connections.giveBack(connection, utf8);
            } else {
                Connections.close(connection);
            }
        }
        settle(mail, refused, failures);
    }

    private String withoutUtf8(InternetAddress address) {
        return Replies.server(options) + " does not take addresses such as " + Addresses.masked(address.getAddress())
                + " (SMTPUTF8)";
    }

    private Connections.Connection take(boolean utf8) throws DeliveryException, InterruptedException {
        try {
            return connections.take(utf8);
        } catch (MessagingException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while connecting");
            }
            throw Replies.connecting(options, -1, e);
        }
    }

    /** Returns for whom it was refused; throws when it was for all, for one reason. */
    private Map<String, Replies.Refusal> transmit(
            Mail mail,
            Map<String, InternetAddress> envelope,
            Connections.Connection connection,
            boolean utf8,
            boolean plainOnly)
            throws MessagingException {
        try {
            connection.transport.sendMessage(
                    composer.compose(
                            mail, connections.session(utf8), address -> !plainOnly || !Addresses.needsUtf8(address)),
                    envelope.values().toArray(Address[]::new));
            mails.increment();
            return Map.of();
        } catch (MessagingException e) {
            Map<String, Replies.Refusal> refused = Replies.recipients(e);
            if (Replies.taken(e)) {
                mails.increment();
                return refused;
            }
            if (refused.keySet().containsAll(envelope.keySet())) {
                return refused;
            }
            throw e;
        }
    }

    private void settle(Mail mail, Map<String, Replies.Refusal> refused, List<DeliveryException> failures) {
        Set<String> taken = new HashSet<>(mail.envelope().keySet());
        taken.removeAll(refused.keySet());
        Map<String, String> never = new LinkedHashMap<>();
        Map<String, String> again = new LinkedHashMap<>();
        refused.forEach((address, refusal) -> (refusal.again() ? again : never).put(address, refusal.text()));
        refusedRecipients.add(never.size());
        for (Event event : mail.events()) {
            if (refused.isEmpty() && progress.settled(event).isEmpty()) {
                continue;
            }
            Map<String, String> allNever = progress.add(event, taken, never);
            DeliveryException failure = judge(again, allNever, event);
            if (failure != null) {
                failures.add(failure.onlyFor(List.of(event)));
            }
        }
    }

    private @Nullable DeliveryException judge(Map<String, String> again, Map<String, String> never, Event event) {
        if (!again.isEmpty()) {
            return DeliveryException.retryable(Replies.server(options) + " does not take it now for " + told(again));
        }
        if (!never.isEmpty()) {
            progress.giveUp(event);
            return DeliveryException.permanent(Replies.server(options) + " refused it for " + told(never));
        }
        progress.forget(event);
        return null;
    }

    private static String told(Map<String, String> answers) {
        return answers.entrySet().stream()
                .limit(10)
                .map(answer -> Addresses.masked(answer.getKey()) + ": " + answer.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        connections.close();
    }

    @Override
    public String toString() {
        return "email";
    }
}
