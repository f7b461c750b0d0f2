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

    /**
     * No connection could be made. One that the server refuses with 5xx before it has seen a mail is not about the mail: as with
     * credentials, somebody has to change something, and no event should be lost until then.
     *
     * @param code of the server's last answer; negative when there was none
     */
    static DeliveryException connecting(EmailOptions options, int code, MessagingException e) {
        if (code >= 500) {
            return DeliveryException.unauthorized(server(options) + " refuses to be connected to: " + text(e));
        }
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
                boolean again = failed.getReturnCode() < 500 || tooMany(failed);
                found.put(Addresses.key(address), new Refusal(again, HeaderText.clean(text(failed), 200)));
            }
        }
        return found;
    }

    /** RFC 5321, 4.5.3.1.10: 552 for a recipient may mean too many at once, as 452 does; a mailbox or size says so (5.2, 5.3). */
    private static boolean tooMany(SMTPAddressFailedException failed) {
        return failed.getReturnCode() == 552
                && !String.valueOf(failed.getMessage()).matches("(?s)\\s*552[ -]5\\.[23]\\..*");
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
        return Addresses.masked(HeaderText.clean(text == null ? said.getClass().getSimpleName() : text, 300));
    }
}
