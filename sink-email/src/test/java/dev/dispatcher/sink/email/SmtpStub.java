/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on a socket of its own that answers as it is told, and keeps what it was told. */
final class SmtpStub implements AutoCloseable {

    /** One mail that it took. */
    record Taken(String sender, List<String> recipients, String data) {}

    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<Taken> mails = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    volatile String extensions = "";
    volatile String greeting = "220 stub";
    volatile boolean closesAfterEachMail;
    volatile boolean wantsCertificate;

    /** Answers to a command; empty where the stub answers by itself, {@code bye} hangs up. */
    volatile Function<String, Optional<String>> script = command -> Optional.empty();

    private final ServerSocket server;
    private final SSLContext tls;
    private final boolean implicit;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    SmtpStub(SSLContext tls, boolean implicit) throws IOException {
        this.tls = tls;
        this.implicit = implicit;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "kit-smtp-stub");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    static SmtpStub start() throws IOException {
        return new SmtpStub(null, false);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread thread = new Thread(() -> serve(socket), "kit-smtp-stub-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket raw) {
        try {
            Socket socket = implicit ? secured(raw) : raw;
            talk(socket, implicit);
        } catch (IOException e) {
            // the client went away
        } finally {
            try {
                raw.close();
            } catch (IOException e) {
                // closed already
            }
        }
    }

    private Socket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.setNeedClientAuth(wantsCertificate);
        secured.startHandshake();
        return secured;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private void talk(Socket first, boolean isSecured) throws IOException {
        Socket socket = first;
        boolean secured = isSecured;
        if (!greeting.isEmpty() && !(secured && !implicit)) {
            say(socket, greeting);
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String sender = "";
        List<String> recipients = new ArrayList<>();
        for (String command = in.readLine(); command != null; command = in.readLine()) {
            commands.add(command);
            Optional<String> scripted = script.apply(command);
            if (scripted.isPresent()) {
                if (scripted.get().equals("bye")) {
                    return;
                }
                say(socket, scripted.get());
                if (scripted.get().startsWith("421")) {
                    return;
                }
                continue;
            }
            String verb = command.toUpperCase(java.util.Locale.ROOT);
            if (verb.startsWith("EHLO")) {
                String starttls = tls != null && !secured ? "-STARTTLS\n250" : "";
                say(
                        socket,
                        "250-stub\n250" + starttls + (extensions.isEmpty() ? "" : "-" + extensions + "\n250")
                                + " HELP");
            } else if (verb.equals("STARTTLS")) {
                say(socket, "220 go ahead");
                socket = secured(socket);
                secured = true;
                in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            } else if (verb.startsWith("MAIL FROM:")) {
                sender = command.substring(10);
                recipients = new ArrayList<>();
                say(socket, "250 ok");
            } else if (verb.startsWith("RCPT TO:")) {
                recipients.add(command.substring(8).replaceAll("[<>]", ""));
                say(socket, "250 ok");
            } else if (verb.equals("DATA")) {
                say(socket, "354 go on");
                StringBuilder data = new StringBuilder();
                for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                    data.append(line).append('\n');
                }
                Optional<String> verdict = script.apply(".");
                if (verdict.isEmpty()) {
                    mails.add(new Taken(sender, recipients, data.toString()));
                }
                say(socket, verdict.orElse("250 taken"));
                if (closesAfterEachMail) {
                    return;
                }
            } else if (verb.equals("QUIT")) {
                say(socket, "221 bye");
                return;
            } else {
                say(socket, "250 ok");
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
