/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * To whom a mail goes.
 *
 * @param refused why recipients that the event chose are not among them, one sentence each
 */
record Recipients(List<InternetAddress> to, List<InternetAddress> cc, List<InternetAddress> bcc, List<String> refused) {

    /** All, each once, by its key. */
    Map<String, InternetAddress> envelope() {
        Map<String, InternetAddress> all = new LinkedHashMap<>();
        Stream.of(to, cc, bcc).flatMap(List::stream).forEach(each -> all.putIfAbsent(Addresses.key(each), each));
        return all;
    }

    /** The same, whoever was refused: what makes two mails alike. */
    Recipients confirmed() {
        return new Recipients(to, cc, bcc, List.of());
    }

    /** Asks the options and one event. Any number of threads. */
    static final class Chooser {

        private final EmailOptions options;
        private final Allowed allowed;

        Chooser(EmailOptions options) {
            this.options = options;
            this.allowed = new Allowed(options.allowed());
        }

        Recipients of(Event event) {
            List<String> refused = new ArrayList<>();
            int[] left = {options.mostRecipients()};
            return new Recipients(
                    each(options.to(), event, refused, left),
                    each(options.cc(), event, refused, left),
                    each(options.bcc(), event, refused, left),
                    refused);
        }

        private List<InternetAddress> each(List<Template> templates, Event event, List<String> refused, int[] left) {
            List<InternetAddress> found = new ArrayList<>();
            for (Template template : templates) {
                if (template.constant()) {
                    found.addAll(Addresses.list("a recipient", template.source()));
                } else {
                    chosen(template.render(event, Template.Escape.HEADER, () -> ""), found, refused, left);
                }
            }
            return found;
        }

        private void chosen(String text, List<InternetAddress> found, List<String> refused, int[] left) {
            if (text.isBlank()) {
                return;
            }
            List<InternetAddress> parsed;
            try {
                parsed = Addresses.list("the recipient from the event", text);
            } catch (IllegalArgumentException e) {
                refused.add(String.valueOf(e.getMessage()));
                return;
            }
            for (InternetAddress address : parsed) {
                if (!allowed.allows(address)) {
                    refused.add(Addresses.masked(address.getAddress())
                            + " is not among those that an event may choose (allowed)");
                } else if (left[0]-- <= 0) {
                    refused.add("more than most-recipients (" + options.mostRecipients() + ")");
                    return;
                } else {
                    found.add(address);
                }
            }
        }
    }
}
