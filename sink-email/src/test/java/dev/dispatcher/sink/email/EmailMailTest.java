/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a mail holds, as a real server and a real mail program's parser see it. */
class EmailMailTest {

    private final FakeContext context = new FakeContext("ops-mail").batch(10);
    private GreenMail server;
    private Emails emails;

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        emails = Emails.at(server.getSmtp().getPort());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private MimeMessage[] sent(Event... events) throws Exception {
        try (Sink sink = new EmailFactory().create(emails.options(), context)) {
            sink.deliver(List.of(events));
        }
        return server.getReceivedMessages();
    }

    @Test
    void aMailHasSubjectTextSenderAndMarksThatNobodyShouldAnswer() throws Exception {
        Event event = TestEvents.event("disk full").with(Event.VIEW_LINK, "https://example.org/d");
        MimeMessage mail = sent(event)[0];
        assertThat(mail.getSubject()).isEqualTo("disk full");
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("Dispatcher <dispatcher@example.org>"));
        assertThat((String) mail.getContent())
                .startsWith("disk full")
                .contains("Look at it:  https://example.org/d")
                .contains("severity: warning")
                .contains("lag: 1234");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getSentDate()).isEqualTo(FakeContext.START);
    }

    @Test
    void whatIsNotAsciiArrivesAsItWas() throws Exception {
        emails.from = "Zentrale Köln <dispatcher@bücher.example>";
        emails.to = List.of("Bereitschaft Ü <ops@example.org>");
        emails.headers.put("X-Team", "{{ team }}");
        MimeMessage mail = sent(TestEvents.event("Festplatte läuft über 💾 磁盘").with("team", "Größe"))[0];
        assertThat(mail.getSubject()).isEqualTo("Festplatte läuft über 💾 磁盘");
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("Zentrale Köln");
        assertThat(((InternetAddress) mail.getFrom()[0]).getAddress()).isEqualTo("dispatcher@xn--bcher-kva.example");
        assertThat(((InternetAddress) mail.getAllRecipients()[0]).getPersonal()).isEqualTo("Bereitschaft Ü");
        assertThat((String) mail.getContent()).contains("Festplatte läuft über 💾 磁盘");
        assertThat(jakarta.mail.internet.MimeUtility.decodeText(mail.getHeader("X-Team")[0]))
                .isEqualTo("Größe");
    }

    @Test
    void noEventAddsAHeader() throws Exception {
        emails.headers.put("X-Host", "{{ host }}");
        emails.thread = Optional.of("{{ message }}");
        emails.to = List.of("ops@example.org", "{{ owner }}");
        emails.allowed = List.of("example.org");
        String attack = "x\r\nBcc: spy@example.net\r\n\r\nbody\u2028Cc: spy@example.net";
        MimeMessage mail = sent(
                TestEvents.event(attack).with("host", attack).with("owner", "a@example.org\r\nBcc: spy@example.net"))[
                0];
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("Cc")).isNull();
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("ops@example.org"));
        assertThat(mail.getSubject()).isEqualTo("x Bcc: spy@example.net body Cc: spy@example.net");
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void htmlIsEscapedAndTheTextIsThereToo() throws Exception {
        emails.html = Optional.of("<p title=\"{{ host }}\">{{ message }}</p>");
        MimeMessage mail =
                sent(TestEvents.event("<script>alert(1)</script> & so on").with("host", "\" onload=\"x"))[0];
        MimeMultipart both = (MimeMultipart) mail.getContent();
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(both.getBodyPart(0).getContentType()).startsWith("text/plain");
        assertThat((String) both.getBodyPart(0).getContent()).contains("<script>alert(1)</script> & so on");
        assertThat(both.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat((String) both.getBodyPart(1).getContent())
                .contains("&lt;script&gt;")
                .contains("&amp; so on")
                .doesNotContain("<script>")
                .doesNotContain("\" onload=\"");
    }

    @Test
    void oneEventIsOneMailUnlessADigestIsAskedFor() throws Exception {
        assertThat(sent(TestEvents.event("one"), TestEvents.event("two"))).hasSize(2);
    }

    @Test
    void aDigestHoldsTheEventsOfABatchThatHaveTheSameRecipients() throws Exception {
        emails.digest = true;
        emails.to = List.of("{{ owner }}");
        emails.allowed = List.of("example.org");
        MimeMessage[] mails = sent(
                TestEvents.event("one").with("owner", "a@example.org"),
                TestEvents.event("two").with("owner", "b@example.org"),
                TestEvents.event("three").with("owner", "A@example.org"));
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getSubject()).isEqualTo("2 events, the first: one");
        assertThat((String) mails[0].getContent())
                .contains("one")
                .contains("three")
                .doesNotContain("two");
        assertThat(mails[1].getSubject()).isEqualTo("two");
    }

    @Test
    void aDigestsTemplateSeesAllEvents() throws Exception {
        emails.digest = true;
        emails.text = Optional.of("{% for e in events %}* {{ e.message }}\n{% endfor %}");
        MimeMessage mail = sent(TestEvents.event("one"), TestEvents.event("two"))[0];
        assertThat(((String) mail.getContent()).replace("\r", "")).startsWith("* one\n* two");
    }

    @Test
    void mailsOfOneThreadReferToTheSameRootAndOthersDoNot() throws Exception {
        emails.thread = Optional.of("{{ incident }}");
        MimeMessage[] mails = sent(
                TestEvents.event("open").with("incident", "42"),
                TestEvents.event("closed").with("incident", "42"),
                TestEvents.event("other").with("incident", "43"),
                TestEvents.event("alone"));
        String root = mails[0].getHeader("In-Reply-To")[0];
        assertThat(root).matches("<thread\\.[0-9a-f]{32}@example\\.org>");
        assertThat(mails[0].getHeader("References")).containsExactly(root);
        assertThat(mails[1].getHeader("In-Reply-To")).containsExactly(root);
        assertThat(mails[2].getHeader("In-Reply-To")).doesNotContain(root);
        assertThat(mails[3].getHeader("In-Reply-To")).isNull();
    }

    @Test
    void aRepeatHasTheSameMessageIdAndAnotherEventAnother() throws Exception {
        Event event = TestEvents.event("again");
        sent(event);
        MimeMessage[] mails = sent(event, TestEvents.event("other"));
        assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID()).endsWith("@example.org>");
        assertThat(mails[2].getMessageID()).isNotEqualTo(mails[0].getMessageID());
    }

    @Test
    void anEventChoosesOnlyAmongThoseAllowed() throws Exception {
        emails.to = List.of("{{ owner }}");
        emails.allowed = List.of("example.org", "*.example.com", "guest@example.net");
        MimeMessage mail = sent(TestEvents.event("to some")
                .with(
                        "owner",
                        "a@example.org, Bee <b@x.example.com>, guest@example.net, spy@example.net, c@sub.example.org"))[
                0];
        assertThat(mail.getAllRecipients())
                .extracting(address -> ((InternetAddress) address).getAddress())
                .containsExactly("a@example.org", "b@x.example.com", "guest@example.net");
        assertThat(context.count("refused_recipients")).isEqualTo(2);
    }

    @Test
    void tricksWithAddressesReachNobody() {
        emails.to = List.of("{{ owner }}");
        emails.allowed = List.of("example.org");
        for (String trick : List.of(
                "spy%example.net@example.org",
                "example.net!spy@example.org",
                "@example.org:spy@example.net",
                "<@example.org:spy@example.net>",
                "\"spy@example.net\"@example.org",
                "spy@example.net(@example.org)",
                "friends: spy@example.net;",
                "spy@example.org.example.net",
                "spy@notexample.org",
                "spy@[127.0.0.1]",
                "-oX/tmp/x",
                "")) {
            DeliveryException failure = catchThrowableOfType(
                    DeliveryException.class,
                    () -> sent(TestEvents.event("trick").with("owner", trick)));
            assertThat(failure).as(trick).isNotNull();
            assertThat(failure.retryable()).as(trick).isFalse();
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void hiddenRecipientsGetTheMailAndStandInNoHeader() throws Exception {
        emails.bcc = List.of("hidden@example.org");
        MimeMessage[] mails = sent(TestEvents.event("secretly"));
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getHeader("Bcc")).isNull();
        assertThat(com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(mails[0]))
                .doesNotContain("hidden@");
    }

    @Test
    void aTemplateThatFailsCostsNoMail() throws Exception {
        emails.text = Optional.of("{{ message | date(\"yyyy\") }} {{ lag / 0 }}");
        emails.html = Optional.of("{{ lag / 0 }}");
        MimeMessage mail = sent(TestEvents.event("still sent"))[0];
        assertThat(mail.getSubject()).isEqualTo("still sent");
        assertThat(mail.getContent()).asString().contains("still sent").doesNotContain("lag / 0");
    }

    @Test
    void aDigestOfSingleEventsIsWarnedOf() throws Exception {
        emails.digest = true;
        new EmailFactory().create(emails.options(), context.batch(1)).close();
        assertThat(context.log()).anyMatch(line -> line.endsWith("such as delivery: {batch: 100, wait: 5m}"));
    }
}
