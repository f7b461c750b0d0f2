/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.SinkContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class EmailContractTest extends SinkContract<EmailOptions> {

    private GreenMail server;
    private ServerSocket silent;

    @BeforeEach
    void start() throws IOException {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        server.setUser("ops@example.org", "sender", "S3CRETPASSW0RD");
        silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.stop();
        silent.close();
    }

    private static EmailOptions at(int port) {
        Emails emails = Emails.at(port);
        emails.auth = Optional.of(new EmailOptions.Auth(
                "sender",
                Optional.of(new Secret("S3CRETPASSW0RD")),
                Optional.empty(),
                Optional.empty(),
                EmailOptions.Mechanism.PASSWORD));
        return emails.options();
    }

    @Override
    protected SinkFactory<EmailOptions> factory() {
        return new EmailFactory();
    }

    @Override
    protected EmailOptions working() {
        return at(server.getSmtp().getPort());
    }

    @Override
    protected List<String> received() {
        return Stream.of(server.getReceivedMessages())
                .map(GreenMailUtil::getWholeMessage)
                .toList();
    }

    @Override
    protected Optional<EmailOptions> down() {
        try (ServerSocket gone = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            return Optional.of(at(gone.getLocalPort()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Optional<EmailOptions> hanging() {
        return Optional.of(at(silent.getLocalPort()));
    }
}
