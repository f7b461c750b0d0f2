/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a mail by what the server answers. */
class EmailAnswersTest {

    private final FakeContext context = new FakeContext("ops-mail").batch(10);
    private SmtpStub server;
    private Emails emails;
    private Sink sink;

    @BeforeEach
    void start() throws IOException {
        server = SmtpStub.start();
        emails = Emails.at(server.port());
        emails.to = List.of("a@example.org", "b@example.org", "c@example.org");
    }

    @AfterEach
    void stop() throws Exception {
        if (sink != null) {
            sink.close();
        }
        server.close();
    }

    private void deliver(Event... events) throws Exception {
        if (sink == null) {
            sink = new EmailFactory().create(emails.options(), context);
        }
        sink.deliver(List.of(events));
    }

    private DeliveryException failure(Event... events) {
        return catchThrowableOfType(DeliveryException.class, () -> deliver(events));
    }

    private void answer(String start, String reply) {
        server.script = command -> command.startsWith(start) ? Optional.of(reply) : Optional.empty();
    }

    @Test
    void whoHasTheMailDoesNotGetItAgainWhenAnotherIsAskedAgain() throws Exception {
        Event event = TestEvents.event("partly");
        answer("RCPT TO:<b@", "451 4.7.1 greylisted");
        DeliveryException failure = failure(event);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.events()).containsExactly(event);
        assertThat(failure.getMessage())
                .contains("b…@example.org")
                .contains("greylisted")
                .doesNotContain("a…@example.org");

        answer("nothing", "");
        deliver(event);
        assertThat(server.mails)
                .extracting(SmtpStub.Taken::recipients)
                .containsExactly(List.of("a@example.org", "c@example.org"), List.of("b@example.org"));
        assertThat(server.mails.get(1).data()).contains("To: a@example.org, b@example.org, c@example.org");
    }

    @Test
    void whoIsRefusedForGoodIsNamedWhileTheOthersHaveTheMail() {
        Event event = TestEvents.event("one unknown");
        answer("RCPT TO:<b@", "550 5.1.1 <b@example.org>: no such user");
        DeliveryException failure = failure(event);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage())
                .contains("b…@example.org", "no such user")
                .as("dead letters are kept longer, and seen by more people, than mails")
                .doesNotContain("b@example.org");
        assertThat(server.mails)
                .extracting(SmtpStub.Taken::recipients)
                .containsExactly(List.of("a@example.org", "c@example.org"));
    }

    @Test
    void refusedForNowAndForGoodAreToldApart() throws Exception {
        Event event = TestEvents.event("both");
        server.script = command -> command.startsWith("RCPT TO:<b@")
                ? Optional.of("550 no such user")
                : command.startsWith("RCPT TO:<c@") ? Optional.of("452 mailbox full") : Optional.empty();
        assertThat(failure(event).retryable()).isTrue();
        answer("nothing", "");
        DeliveryException last = failure(event);
        assertThat(last.retryable()).isFalse();
        assertThat(last.getMessage()).contains("b…@example.org").doesNotContain("c…@example.org");
        assertThat(server.mails)
                .extracting(SmtpStub.Taken::recipients)
                .containsExactly(List.of("a@example.org"), List.of("c@example.org"));
    }

    @Test
    void allRecipientsRefusedForGoodGivesUpAndForNowAsksAgain() {
        answer("RCPT", "550 no");
        assertThat(failure(TestEvents.event("to nobody")).retryable()).isFalse();
        answer("RCPT", "450 later");
        assertThat(failure(TestEvents.event("to nobody yet")).retryable()).isTrue();
        assertThat(server.mails).isEmpty();
    }

    @Test
    void senderAndContentAreJudgedByTheirCode() {
        for (String command : List.of("MAIL", "DATA", ".")) {
            answer(command, "550 5.7.1 policy");
            DeliveryException never = failure(TestEvents.event("never " + command));
            assertThat(never.retryable()).as(command).isFalse();
            assertThat(never.reason()).as(command).isEqualTo(Reason.REJECTED);
            assertThat(never.getMessage()).as(command).contains("policy");
            answer(command, "451 4.3.0 try later");
            DeliveryException later = failure(TestEvents.event("later " + command));
            assertThat(later.retryable()).as(command).isTrue();
            assertThat(later.reason()).as(command).isEqualTo(Reason.SERVER);
        }
        assertThat(server.mails).isEmpty();
    }

    @Test
    void oneMailThatIsRefusedDoesNotKeepTheOthersOfItsBatch() {
        Event good = TestEvents.event("good");
        Event bad = TestEvents.event("bad");
        Event after = TestEvents.event("after");
        emails.to = List.of("{{ message }}@example.org");
        emails.allowed = List.of("example.org");
        answer("RCPT TO:<bad@", "451 later");
        DeliveryException failure = failure(good, bad, after);
        assertThat(failure.events()).containsExactly(bad);
        assertThat(server.mails).hasSize(2);
    }

    @Test
    void aConnectionLostEndsTheBatchAndTheRestIsAskedAgain() throws Exception {
        Event first = TestEvents.event("first");
        Event second = TestEvents.event("second");
        answer("DATA", "bye");
        DeliveryException failure = failure(first, second);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.reason()).isEqualTo(Reason.CONNECTION);
        assertThat(server.connections).hasValue(1);
        answer("nothing", "");
        deliver(first, second);
        assertThat(server.mails).hasSize(2);
    }

    @Test
    void theConnectionIsKeptBetweenBatchesAndCheckedBeforeItIsUsed() throws Exception {
        deliver(TestEvents.event("one"), TestEvents.event("two"));
        deliver(TestEvents.event("three"));
        assertThat(server.connections).hasValue(1);
        assertThat(server.commands).contains("NOOP");
        answer("NOOP", "421 too long idle");
        deliver(TestEvents.event("four"));
        assertThat(server.connections).hasValue(2);
        assertThat(server.mails).hasSize(4);
    }

    @Test
    void aServerThatHangsUpAfterEachMailCostsNoMail() throws Exception {
        server.closesAfterEachMail = true;
        deliver(TestEvents.event("one"), TestEvents.event("two"), TestEvents.event("three"));
        assertThat(server.mails).hasSize(3);
    }

    @Test
    void aConnectionCarriesNoMoreMailsThanAsked() throws Exception {
        emails.mailsPerConnection = 2;
        deliver(TestEvents.event("1"), TestEvents.event("2"), TestEvents.event("3"), TestEvents.event("4"));
        assertThat(server.connections).hasValue(2);
    }

    private void auth(EmailOptions.Mechanism mechanism, Optional<Path> tokenFile) {
        boolean token = mechanism == EmailOptions.Mechanism.XOAUTH2;
        emails.auth = Optional.of(new EmailOptions.Auth(
                "us€r",
                token ? Optional.empty() : Optional.of(new Secret("p4ssw0rd")),
                Optional.empty(),
                tokenFile,
                mechanism));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void plainLogsIn() throws Exception {
        server.extensions = "AUTH PLAIN LOGIN";
        emails.auth = Optional.of(new EmailOptions.Auth(
                "user",
                Optional.of(new Secret("p4ss")),
                Optional.empty(),
                Optional.empty(),
                EmailOptions.Mechanism.PASSWORD));
        answer("AUTH", "235 welcome");
        deliver(TestEvents.event("as user"));
        assertThat(server.commands).contains("AUTH PLAIN " + base64("user\0user\0p4ss"));
    }

    @Test
    void loginLogsInWhereTheServerKnowsNothingElse() throws Exception {
        server.extensions = "AUTH LOGIN";
        emails.auth = Optional.of(new EmailOptions.Auth(
                "user",
                Optional.of(new Secret("p4ss")),
                Optional.empty(),
                Optional.empty(),
                EmailOptions.Mechanism.PASSWORD));
        server.script = command -> command.startsWith("AUTH LOGIN")
                ? Optional.of("334 " + base64("Username:"))
                : command.equals(base64("user"))
                        ? Optional.of("334 " + base64("Password:"))
                        : command.equals(base64("p4ss")) ? Optional.of("235 welcome") : Optional.empty();
        deliver(TestEvents.event("as user"));
        assertThat(server.mails).hasSize(1);
        assertThat(server.commands).contains(base64("p4ss"));
    }

    @Test
    void xoauth2SendsTheTokenAsItStandsInTheFileWhenConnecting(@TempDir Path folder) throws Exception {
        server.extensions = "AUTH XOAUTH2";
        Path file = Files.writeString(folder.resolve("token"), "t0ken-1\n");
        emails.mailsPerConnection = 1;
        emails.auth = Optional.of(new EmailOptions.Auth(
                "user", Optional.empty(), Optional.empty(), Optional.of(file), EmailOptions.Mechanism.XOAUTH2));
        answer("AUTH", "235 welcome");
        deliver(TestEvents.event("one"));
        Files.writeString(file, "t0ken-2\n");
        deliver(TestEvents.event("two"));
        assertThat(server.commands)
                .contains("AUTH XOAUTH2 " + base64("user=user\u0001auth=Bearer t0ken-1\u0001\u0001"))
                .contains("AUTH XOAUTH2 " + base64("user=user\u0001auth=Bearer t0ken-2\u0001\u0001"));
    }

    @Test
    void aRefusedLoginParksTheSinkAndAServerInTroubleDoesNot() {
        server.extensions = "AUTH PLAIN";
        auth(EmailOptions.Mechanism.PLAIN, Optional.empty());
        answer("AUTH", "535 5.7.8 wrong");
        DeliveryException refused = failure(TestEvents.event("as nobody"));
        assertThat(refused.reason()).isEqualTo(Reason.AUTH);
        assertThat(refused.getMessage()).doesNotContain("p4ssw0rd");
        answer("AUTH", "454 4.7.0 try later");
        assertThat(failure(TestEvents.event("later")).retryable()).isTrue();
        answer("MAIL", "530 5.7.0 log in first");
        emails.auth = Optional.empty();
        sink = null;
        assertThat(failure(TestEvents.event("without")).reason()).isEqualTo(Reason.AUTH);
    }

    @Test
    void aPasswordIsNotKeptBackSilentlyWhereTheServerAsksForNone() {
        auth(EmailOptions.Mechanism.PLAIN, Optional.empty());
        assertThat(failure(TestEvents.event("x")).reason()).isEqualTo(Reason.AUTH);
        assertThat(server.mails).isEmpty();
    }

    @Test
    void addressesBeyondAsciiGoToServersThatKnowThem() throws Exception {
        server.extensions = "SMTPUTF8";
        emails.to = List.of("björn@example.org");
        deliver(TestEvents.event("hej"));
        assertThat(server.mails.get(0).recipients()).containsExactly("björn@example.org");
        assertThat(server.mails.get(0).sender()).contains("SMTPUTF8");
        assertThat(server.mails.get(0).data()).contains("To: björn@example.org");
    }

    @Test
    void addressesBeyondAsciiAreNamedWhereTheServerDoesNotKnowThemAndTheOthersGetTheMail() {
        emails.to = List.of("björn@example.org", "anna@example.org");
        DeliveryException failure = failure(TestEvents.event("hej"));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.getMessage()).contains("b…@example.org").contains("SMTPUTF8");
        assertThat(server.mails.get(0).recipients()).containsExactly("anna@example.org");
    }

    @Test
    void aServerThatRefusesToBeConnectedToParksTheSinkAndCostsNoEvent() {
        server.greeting = "554 5.7.1 your address is on a list";
        DeliveryException failure = failure(TestEvents.event("x"));
        assertThat(failure.reason()).isEqualTo(Reason.AUTH);
        assertThat(failure.getMessage()).contains("refuses to be connected to", "554");
    }

    @Test
    void aServerThatIsBusyWhenItGreetsIsAskedAgain() {
        server.greeting = "421 too many connections";
        DeliveryException failure = failure(TestEvents.event("x"));
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.reason()).isEqualTo(Reason.CONNECTION);
    }

    @Test
    void tooManyRecipientsAskAgainAndAFullMailboxGivesUp() {
        answer("RCPT TO:<b@", "552 too many recipients");
        assertThat(failure(TestEvents.event("many")).retryable()).isTrue();
        answer("RCPT TO:<b@", "552 5.5.3 too many recipients");
        assertThat(failure(TestEvents.event("many, said better")).retryable()).isTrue();
        answer("RCPT TO:<b@", "552 5.2.2 mailbox full");
        assertThat(failure(TestEvents.event("full")).retryable()).isFalse();
    }
}
