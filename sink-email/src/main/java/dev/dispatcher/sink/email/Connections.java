/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.DeliveryException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Connections to the mail server, kept open between batches. Any number of threads. */
final class Connections implements AutoCloseable {

    /** One connection, of one thread at a time. */
    static final class Connection {

        final SMTPTransport transport;
        private int mails;
        private long used = System.nanoTime();

        private Connection(SMTPTransport transport) {
            this.transport = transport;
        }
    }

    private final EmailOptions options;
    private final Session ascii;
    private final Session utf8;
    private final Deque<Connection> asciiIdle = new ArrayDeque<>();
    private final Deque<Connection> utf8Idle = new ArrayDeque<>();
    private boolean closed;

    Connections(EmailOptions options) {
        this.options = options;
        Properties properties = properties(options);
        this.ascii = Session.getInstance(properties);
        Properties more = new Properties();
        more.putAll(properties);
        more.setProperty("mail.mime.allowutf8", "true");
        this.utf8 = Session.getInstance(more);
    }

    private static Properties properties(EmailOptions options) {
        Properties all = new Properties();
        all.setProperty(
                "mail.smtp.connectiontimeout",
                String.valueOf(options.connectTimeout().toMillis()));
        all.setProperty("mail.smtp.timeout", String.valueOf(options.timeout().toMillis()));
        // sockets of channels: only these end when their thread is interrupted
        all.setProperty("mail.smtp.usesocketchannels", "true");
        all.setProperty("mail.smtp.quitwait", "false");
        options.helo().ifPresent(helo -> all.setProperty("mail.smtp.localhost", helo));
        options.auth().ifPresent(auth -> {
            all.setProperty("mail.smtp.auth", "true");
            all.setProperty("mail.smtp.auth.mechanisms", auth.mechanism().names);
        });
        if (options.security() != EmailOptions.Security.NONE) {
            all.put("mail.smtp.ssl.socketFactory", TlsFiles.sockets(options.tls()));
            all.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
            all.setProperty(
                    "mail.smtp.ssl.checkserveridentity",
                    String.valueOf(options.tls().verify()));
            all.setProperty("mail.smtp.socketFactory.fallback", "false");
            if (options.security() == EmailOptions.Security.TLS) {
                all.setProperty("mail.smtp.ssl.enable", "true");
            } else {
                all.setProperty("mail.smtp.starttls.enable", "true");
                all.setProperty("mail.smtp.starttls.required", "true");
            }
        }
        return all;
    }

    Session session(boolean forUtf8) {
        return forUtf8 ? utf8 : ascii;
    }

    /** One that is open: an idle one that still answers, or a new one. */
    Connection take(boolean forUtf8) throws DeliveryException, MessagingException {
        for (Connection idle = poll(forUtf8); idle != null; idle = poll(forUtf8)) {
            boolean old = System.nanoTime() - idle.used > options.idle().toNanos();
            if (!old && idle.mails < options.mailsPerConnection() && idle.transport.isConnected()) {
                return idle;
            }
            close(idle);
        }
        return open(forUtf8);
    }

    private synchronized @Nullable Connection poll(boolean forUtf8) {
        return (forUtf8 ? utf8Idle : asciiIdle).pollLast();
    }

    private Connection open(boolean forUtf8) throws DeliveryException, MessagingException {
        int port = options.portOrDefault();
        SMTPTransport transport =
                new SMTPTransport(session(forUtf8), new URLName("smtp", options.host(), port, null, null, null));
        if (options.auth().isEmpty()) {
            connect(transport, null, null);
            return new Connection(transport);
        }
        EmailOptions.Auth auth = options.auth().get();
        connect(transport, auth.user(), secret(auth));
        if (!transport.supportsExtension("AUTH") && !transport.supportsExtension("AUTH=LOGIN")) {
            close(new Connection(transport));
            throw DeliveryException.unauthorized(Replies.server(options) + " offers no way to log in");
        }
        return new Connection(transport);
    }

    private void connect(SMTPTransport transport, @Nullable String user, @Nullable String secret)
            throws DeliveryException, MessagingException {
        try {
            transport.connect(options.host(), options.portOrDefault(), user, secret);
        } catch (jakarta.mail.AuthenticationFailedException e) {
            throw Replies.login(options, transport.getLastReturnCode(), e);
        } catch (MessagingException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            throw Replies.connecting(options, transport.getLastReturnCode(), e);
        }
    }

    private static String secret(EmailOptions.Auth auth) throws DeliveryException {
        if (auth.tokenFile().isEmpty()) {
            return auth.password().or(auth::token).orElseThrow().reveal();
        }
        Path file = auth.tokenFile().get();
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw DeliveryException.retryable(
                    DeliveryException.Reason.CONNECTION, "the token cannot be read from " + file, null);
        }
    }

    /** Keeps it for the next mail. */
    void giveBack(Connection connection, boolean forUtf8) {
        connection.mails++;
        connection.used = System.nanoTime();
        synchronized (this) {
            if (!closed) {
                (forUtf8 ? utf8Idle : asciiIdle).addLast(connection);
                return;
            }
        }
        close(connection);
    }

    static void close(Connection connection) {
        try {
            connection.transport.close();
        } catch (MessagingException e) {
            // it is gone either way
        }
    }

    @Override
    public void close() {
        Deque<Connection> all = new ArrayDeque<>();
        synchronized (this) {
            closed = true;
            all.addAll(asciiIdle);
            all.addAll(utf8Idle);
            asciiIdle.clear();
            utf8Idle.clear();
        }
        all.forEach(Connections::close);
    }
}
