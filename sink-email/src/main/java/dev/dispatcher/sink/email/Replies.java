/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Judges what a mail server answered: 4xx asks again, 5xx gives up. */
final class Replies {

    /**
     * The answer for one recipient.
     *
     * @param again another attempt may help
     */
    record Refusal(boolean again, String text) {}

    private Replies() {}

    static String server(EmailOptions options) {
        return "the mail server " + options.host() + ":" + options.portOrDefault();
    }

    static DeliveryException login(EmailOptions options, int code, MessagingException e) {
        String text = server(options) + " refused the login: " + text(e);
        return code >= 400 && code < 500
                ? DeliveryException.retryable(Reason.SERVER, text, null)
                : DeliveryException.unauthorized(text);
    }

    /** No connection could be made. */
    static DeliveryException connecting(EmailOptions options, MessagingException e) {
        return DeliveryException.retryable(Reason.CONNECTION, server(options) + ": " + text(e), null);
    }

    /** Whether the mail was taken for some recipients all the same. */
    static boolean taken(MessagingException e) {
        return e instanceof SMTPSendFailedException failed
                && ".".equals(failed.getCommand())
                && failed.getReturnCode() / 100 == 2;
    }

    /** What was answered for single recipients. */
    static Map<String, Refusal> recipients(MessagingException e) {
        Map<String, Refusal> found = new LinkedHashMap<>();
        for (Exception next = e; next instanceof MessagingException one; next = one.getNextException()) {
            if (one instanceof SMTPAddressFailedException failed && failed.getReturnCode() >= 400) {
                InternetAddress address = failed.getAddress();
                // 552 for a recipient is a full mailbox, which may be emptied
                boolean again = failed.getReturnCode() < 500 || failed.getReturnCode() == 552;
                found.put(Addresses.key(address), new Refusal(again, HeaderText.clean(text(failed), 200)));
            }
        }
        return found;
    }

    /** The answer for the mail as a whole; less than 200 when there was none. */
    static int code(MessagingException e) {
        if (e instanceof SMTPSendFailedException failed) {
            return failed.getReturnCode();
        }
        if (e instanceof SMTPSenderFailedException failed) {
            return failed.getReturnCode();
        }
        return e instanceof SMTPAddressFailedException failed ? failed.getReturnCode() : -1;
    }

    static DeliveryException whole(EmailOptions options, MessagingException e) {
        int code = code(e);
        String text = server(options) + ": " + text(e);
        if (code == 530 || code == 534 || code == 535 || code == 538) {
            return DeliveryException.unauthorized(text);
        }
        if (code >= 500) {
            return DeliveryException.permanent(text);
        }
        return code >= 400
                ? DeliveryException.retryable(Reason.SERVER, text, null)
                : DeliveryException.retryable(Reason.CONNECTION, text, null);
    }

    private static String text(MessagingException e) {
        Throwable said = e;
        for (Exception next = e.getNextException(); next instanceof IOException; next = null) {
            said = next;
        }
        @Nullable String text = said.getMessage();
        return HeaderText.clean(text == null ? said.getClass().getSimpleName() : text, 300);
    }
}
