/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSinkTest {

    private final FakeSlack slack = new FakeSlack();
    private final FakeContext context = new FakeContext();

    @AfterEach
    void close() {
        slack.close();
    }

    private SlackSink sink(Chat chat) {
        return new SlackSink(chat.build(), context);
    }

    private Chat ops() {
        return Chat.api(slack.api(), "#ops");
    }

    private Chat incidents() {
        Chat chat = ops();
        chat.thread = Chat.some("{{ incident }}");
        return chat;
    }

    private static Event event(String message) {
        return TestEvents.event(message);
    }

    private static Event incident(String message, String incident, String severity) {
        return event(message).with("incident", incident).with(Event.SEVERITY, severity);
    }

    private static DeliveryException failure(SlackSink sink, Event... events) {
        return catchThrowableOfType(DeliveryException.class, () -> sink.deliver(List.of(events)));
    }

    private Map<?, ?> only() {
        assertThat(slack.calls).hasSize(1);
        return slack.calls.get(0).body();
    }

    @Test
    void aWebhookGetsTextColourAndButtons() throws Exception {
        sink(Chat.hook(slack.hook()))
                .deliver(List.of(event("disk full")
                        .with(Event.VIEW_LINK, "https://example.org/v?a=1&b=2")
                        .with(Event.ACK_LINK, "javascript:alert(1)")));
        assertThat(only().get("text")).isEqualTo("disk full");
        assertThat(only().containsKey("channel")).isFalse();
        String attachments = only().get("attachments").toString();
        assertThat(attachments).contains("color=warning", "url=https://example.org/v?a=1&b=2", "action_id=view_link");
        assertThat(attachments).doesNotContain("javascript").doesNotContain("ack_link");
    }

    @Test
    void withoutTheBarAMessageIsWhatWasWritten() throws Exception {
        Chat chat = Chat.hook(slack.hook());
        chat.bar = false;
        sink(chat).deliver(List.of(event("disk full").with(Event.VIEW_LINK, "https://example.org/v")));
        assertThat(only().get("text")).isEqualTo("disk full");
        assertThat(only().containsKey("attachments")).isFalse();
        assertThat(only().containsKey("blocks")).isFalse();
    }

    @Test
    void fieldsOfAnEventCannotMentionLinkOrBreakOut() throws Exception {
        Chat chat = ops();
        chat.text = Chat.template("*{{ message }}* <https://example.org|more>");
        chat.attachments.add(Chat.attachment("{{ message }}", "{{ message }}", "who <!here>", "{{ message }}"));
        chat.username = Chat.some("{{ message }}");
        sink(chat).deliver(List.of(event("<!channel> & <https://evil.example|click> <@U1>")));
        String sent = only().toString();
        assertThat(sent).doesNotContain("<!").doesNotContain("<@").doesNotContain("<https://evil");
        assertThat(only().get("text"))
                .isEqualTo("*&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt; &lt;@U1&gt;* "
                        + "<https://example.org|more>");
        assertThat(sent).doesNotContain("link_names").doesNotContain("parse=");
    }

    @Test
    void aTemplateThatFailsIsReplacedByTheEscapedMessage() throws Exception {
        Chat chat = ops();
        chat.text = Chat.template("{{ message | abs }}");
        sink(chat).deliver(List.of(event("<!channel> down")));
        assertThat(slack.texts()).containsExactly("&lt;!channel&gt; down");
    }

    @Test
    void attachmentsHaveTitleFieldsAndColour() throws Exception {
        Chat chat = ops();
        chat.username = Chat.some("Deployment started");
        chat.icon = Chat.some(":azure:");
        chat.attachments.add(
                Chat.attachment("Name: {{ app }}", "Image: {{ app }}:1", "Host", "{{ host }}", "No", "{{ x }}"));
        sink(chat)
                .deliver(
                        List.of(event("deployed").with("app", "shop").with("log_link", "https://logs.example/?q=a&b")));
        Map<?, ?> attachment = (Map<?, ?>) ((List<?>) only().get("attachments")).get(0);
        assertThat(attachment.get("title")).isEqualTo("Name: shop");
        assertThat(attachment.get("text")).isEqualTo("Image: shop:1");
        assertThat(attachment.get("color")).isEqualTo("#aec90c");
        assertThat(attachment.get("author_link")).isEqualTo("https://logs.example/?q=a&b");
        assertThat(attachment.get("fields"))
                .isEqualTo(List.of(Map.of("title", "Host", "value", "web-1", "short", true)));
        assertThat(only().get("username")).isEqualTo("Deployment started");
        assertThat(only().get("icon_emoji")).isEqualTo(":azure:");
    }

    @Test
    void blocksComeFromATemplateAndStayWithinTheLimits() throws Exception {
        Chat chat = ops();
        chat.blocks = Chat.some("""
                [{"type": "header", "text": {"type": "plain_text", "text": "{{ message }}"}},
                 {"type": "section", "text": {"type": "mrkdwn", "text": {{ message | json }}},
                  "fields": [{"type": "mrkdwn", "text": "{{ message }}"}],
                  "accessory": {"type": "button", "text": {"type": "plain_text", "text": "x"}, "url": "{{ link }}"}}]""");
        String hostile = "<!channel> \"quoted\" \\ " + "\ud83d\ude00&".repeat(3000);
        sink(chat).deliver(List.of(event(hostile).with("link", "https://example.org/?a=1&b=2")));
        List<?> blocks = (List<?>) only().get("blocks");
        assertThat(blocks).hasSize(2);
        assertThat(blocks.toString())
                .contains("&lt;!channel&gt; \"quoted\" \\ ", "url=https://example.org/?a=1&b=2")
                .doesNotContain("<!");
    }

    @Test
    void moreBlocksThanSlackTakesEndWithTheirNumber() throws Exception {
        Chat chat = ops();
        chat.blocks = Chat.some("[" + "{\"type\": \"divider\"},".repeat(60) + "{\"type\": \"divider\"}]");
        sink(chat).deliver(List.of(event("many").with(Event.VIEW_LINK, "https://example.org/")));
        List<?> blocks = (List<?>) only().get("blocks");
        assertThat(blocks).hasSize(50);
        assertThat(blocks.get(48).toString()).contains("13 more blocks");
        assertThat(blocks.get(49).toString()).contains("view_link");
    }

    @Test
    void blocksThatAreNoneAreLeftOutAndCounted() throws Exception {
        Chat chat = ops();
        chat.blocks = Chat.some("[{{ message }}");
        sink(chat).deliver(List.of(event("plain")));
        assertThat(slack.texts()).containsExactly("plain");
        assertThat(only().containsKey("blocks")).isFalse();
        assertThat(context.count("unrenderable")).isOne();
    }

    @Test
    void anEventGoesToEveryChannelThatItMayChoose() throws Exception {
        Chat chat = Chat.api(slack.api(), "#ops-log, {{ channels }}");
        chat.allowed = List.of("#ops-log", "#team-*");
        sink(chat).deliver(List.of(event("x").with("channels", "#team-a,#team-b #team-a, #general,<!x>")));
        assertThat(slack.calls).extracting(FakeSlack.Call::channel).containsExactly("#ops-log", "#team-a", "#team-b");
        assertThat(context.count("channels_refused")).isEqualTo(2);
    }

    @Test
    void withoutAnAllowedChannelTheDefaultOnesAreTakenOrTheEventIsRefused() throws Exception {
        Chat chat = Chat.api(slack.api(), "{{ channels }}");
        chat.allowed = List.of("#team-*");
        Event event = event("x").with("channels", "#general");
        DeliveryException refused = failure(sink(chat), event);
        assertThat(refused.retryable()).isFalse();
        assertThat(refused).hasMessageContaining("no channel");
        chat.defaults = Optional.of("#ops");
        sink(chat).deliver(List.of(event));
        assertThat(slack.calls).extracting(FakeSlack.Call::channel).containsExactly("#ops");
    }

    @Test
    void anOverrideTakesAllAndAnEmptyOneNothing() throws Exception {
        Chat chat = ops();
        chat.override = Optional.of("#test");
        sink(chat).deliver(List.of(event("x")));
        chat.override = Optional.of("");
        sink(chat).deliver(List.of(event("x")));
        assertThat(slack.calls).extracting(FakeSlack.Call::channel).containsExactly("#test", "#ops");
    }

    @Test
    void theEventsOfAnIncidentAreOneThreadWhoseFirstMessageIsChangedWhenItCloses() throws Exception {
        SlackSink sink = sink(incidents());
        sink.deliver(List.of(incident("orders is behind", "i-1", "error")));
        sink.deliver(List.of(incident("orders is further behind", "i-1", "critical")));
        sink.deliver(List.of(incident("payments is behind", "i-2", "error")));
        sink.deliver(List.of(incident("orders caught up", "i-1", "resolved")));
        assertThat(slack.calls)
                .extracting(
                        FakeSlack.Call::method,
                        FakeSlack.Call::text,
                        call -> call.body().get("thread_ts"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("chat.postMessage", "orders is behind", null),
                        org.assertj.core.groups.Tuple.tuple(
                                "chat.postMessage", "orders is further behind", "1700000000.000001"),
                        org.assertj.core.groups.Tuple.tuple("chat.postMessage", "payments is behind", null),
                        org.assertj.core.groups.Tuple.tuple("chat.update", "orders caught up", null),
                        org.assertj.core.groups.Tuple.tuple(
                                "chat.postMessage", "orders caught up", "1700000000.000001"));
        assertThat(slack.calls.get(3).body().get("ts")).isEqualTo("1700000000.000001");
        assertThat(slack.calls.get(3).channel()).isEqualTo("COPS");
        assertThat(slack.calls.get(3).body().toString()).contains("color=good");
        assertThat(sink.threads()).isOne();
    }

    @Test
    void anIncidentThatComesBackBeginsANewThread() throws Exception {
        SlackSink sink = sink(incidents());
        sink.deliver(List.of(incident("down", "i-1", "error")));
        sink.deliver(List.of(incident("up", "i-1", "ok")));
        sink.deliver(List.of(incident("down again", "i-1", "error")));
        assertThat(slack.calls.get(3).body().containsKey("thread_ts")).isFalse();
    }

    @Test
    void aThreadWhoseMessageWasDeletedBeginsAnew() throws Exception {
        SlackSink sink = sink(incidents());
        sink.deliver(List.of(incident("down", "i-1", "error")));
        slack.deleteAll();
        sink.deliver(List.of(incident("still down", "i-1", "error")));
        sink.deliver(List.of(incident("further down", "i-1", "error")));
        slack.deleteAll();
        sink.deliver(List.of(incident("up", "i-1", "ok")));
        assertThat(slack.texts()).containsExactly("down", "still down", "further down", "up");
        assertThat(slack.calls.get(2).body().get("thread_ts")).isEqualTo("1700000000.000002");
        assertThat(slack.calls.get(3).method()).isEqualTo("chat.postMessage");
        assertThat(sink.threads()).isZero();
    }

    @Test
    void aTextThatIsChangedHasAShorterLimit() throws Exception {
        SlackSink sink = sink(incidents());
        sink.deliver(List.of(incident("down", "i-1", "error")));
        sink.deliver(List.of(incident("u".repeat(50_000), "i-1", "ok")));
        assertThat(slack.calls.get(1).text()).hasSize(4000);
        assertThat(slack.calls.get(2).text()).hasSize(40_000);
    }

    @Test
    void soManyThreadsAreRemembered() throws Exception {
        Chat chat = incidents();
        chat.threads = 2;
        SlackSink sink = sink(chat);
        for (int i = 0; i < 10; i++) {
            sink.deliver(List.of(incident("down", "i-" + i, "error")));
        }
        assertThat(sink.threads()).isEqualTo(2);
    }

    @Test
    void aSurplusBecomesOneMessage() throws Exception {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            batch.add(event("event <" + i + ">"));
        }
        sink(ops()).deliver(batch);
        assertThat(slack.texts()).hasSize(4).startsWith("event &lt;0&gt;", "event &lt;1&gt;", "event &lt;2&gt;");
        assertThat(slack.texts().get(3))
                .startsWith("*997 more events in short succession*\n• [warning] event &lt;3&gt;\n")
                .endsWith("… and 977 more: 977 warning");
        assertThat(context.count("digested")).isEqualTo(997);
    }

    @Test
    void inASurplusAnIncidentThatClosesStillChangesItsMessage() throws Exception {
        SlackSink sink = sink(incidents());
        sink.deliver(List.of(incident("down", "i-0", "error")));
        List<Event> batch = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            batch.add(incident("down", "i-" + i, "error"));
        }
        batch.add(incident("up", "i-0", "ok"));
        sink.deliver(batch);
        assertThat(slack.calls)
                .filteredOn(call -> call.method().equals("chat.update"))
                .hasSize(1);
        assertThat(slack.texts()).anyMatch(text -> text.startsWith("*6 more events"));
    }

    @Test
    void theNextMessageToAChannelWaitsForItsTurn() {
        long[] now = {100_000_000_000L};
        Pace pace = new Pace(Duration.ofSeconds(1), () -> now[0]);
        assertThat(pace.reserve("#a")).isZero();
        assertThat(pace.reserve("#a")).isEqualTo(1_000_000_000L);
        assertThat(pace.reserve("#b")).isZero();
        assertThat(pace.reserve("#a")).isEqualTo(2_000_000_000L);
        now[0] += 10_000_000_000L;
        assertThat(pace.reserve("#a")).isZero();
    }

    @Test
    void whatOneChannelRefusesTheOtherDoesNotGetTwice() throws Exception {
        SlackSink sink = sink(Chat.api(slack.api(), "#a,#b"));
        Event event = event("x");
        slack.next(200, "{\"ok\":true,\"channel\":\"CA\",\"ts\":\"1.1\"}").next(503, "");
        assertThat(failure(sink, event).retryable()).isTrue();
        sink.deliver(List.of(event));
        assertThat(slack.calls).extracting(FakeSlack.Call::channel).containsExactly("#b");
        sink.deliver(List.of(event));
        assertThat(slack.calls).extracting(FakeSlack.Call::channel).containsExactly("#b", "#a", "#b");
    }

    @Test
    void aChannelThatIsNotThereFailsItsEventsOnly() throws Exception {
        slack.unknown.add("#gone");
        Event gone = event("gone").with("channels", "#gone");
        Event there = event("there").with("channels", "#there");
        DeliveryException failure = failure(sink(Chat.api(slack.api(), "{{ channels }}")), gone, there);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("channel_not_found");
        assertThat(failure.events()).containsExactly(gone);
        assertThat(slack.texts()).containsExactly("there");
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_auth, AUTH, false",
        "token_revoked, AUTH, false",
        "missing_scope, AUTH, false",
        "account_inactive, AUTH, false",
        "ratelimited, RATE_LIMITED, true",
        "internal_error, SERVER, true",
        "fatal_error, SERVER, true",
        "service_unavailable, SERVER, true",
        "channel_not_found, REJECTED, false",
        "is_archived, REJECTED, false",
        "not_in_channel, REJECTED, false",
        "msg_too_long, REJECTED, false",
        "invalid_blocks, REJECTED, false",
        "something_new, REJECTED, false",
    })
    void whatIsNotOkIsJudgedByItsCode(String code, Reason reason, boolean again) {
        slack.next(200, "{\"ok\":false,\"error\":\"" + code + "\"}");
        DeliveryException failure = failure(sink(ops()), event("x"));
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.retryable()).isEqualTo(again);
        assertThat(failure).hasMessageContaining(code);
    }

    @Test
    void whatSlackSaysAboutARefusalIsShown() {
        slack.next(
                200,
                "{\"ok\":false,\"error\":\"invalid_blocks\",\"response_metadata\":{\"messages\":[\"[ERROR] no more than 50"
                        + " items\"]}}");
        assertThat(failure(sink(ops()), event("x"))).hasMessageContaining("[ERROR] no more than 50 items");
    }

    @Test
    void aLimitSaysWhenToComeBack() {
        slack.next(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", "30");
        assertThat(failure(sink(ops()), event("x")).notBefore()).contains(Duration.ofSeconds(30));
        slack.next(200, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", "7");
        assertThat(failure(sink(ops()), event("x")).notBefore()).contains(Duration.ofSeconds(7));
        slack.next(429, "");
        DeliveryException without = failure(sink(ops()), event("x"));
        assertThat(without.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(without.notBefore()).isEmpty();
    }

    @Test
    void aLimitEndsTheBatchAndTheRestIsTriedAgain() {
        slack.next(200, "{\"ok\":true,\"channel\":\"C\",\"ts\":\"1.1\"}").next(429, "", "Retry-After", "3");
        Event first = event("1");
        Event second = event("2");
        Event third = event("3");
        DeliveryException failure = failure(sink(ops()), first, second, third);
        assertThat(failure.events()).containsExactlyInAnyOrder(second, third);
        assertThat(slack.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>Log in</body></html>", "<!DOCTYPE html>"})
    void aPageOfSomebodyElseIsNotTakenForSlacksAnswer(String page) {
        slack.next(200, page).next(200, page);
        for (Chat chat : List.of(ops(), Chat.hook(slack.hook()))) {
            DeliveryException failure = failure(sink(chat), event("x"));
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageContaining("proxy");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, no_service, AUTH",
        "403, invalid_token, AUTH",
        "403, action_prohibited, REJECTED",
        "410, channel_is_archived, REJECTED",
        "400, invalid_payload, REJECTED",
        "500, rollup_error, SERVER",
    })
    void aWebhookIsJudgedByWhatItSays(int status, String code, Reason reason) {
        slack.next(status, code);
        DeliveryException failure = failure(sink(Chat.hook(slack.hook())), event("x"));
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessageContaining(code);
    }

    @Test
    void aWebhooksAddressIsNeverShown() {
        Chat wrong = Chat.hook("https://hooks.slack.com/services/T0/ S3CRETHOOK");
        assertThatThrownBy(wrong::build)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("S3CRET");
        slack.close();
        SlackOptions options = Chat.hook(slack.hook()).build();
        DeliveryException failure = failure(new SlackSink(options, context), event("x"));
        assertThat(failure).message().doesNotContain("S3CRET");
        assertThat(options.toString()).doesNotContain("S3CRET");
        assertThat(context.log()).noneMatch(line -> line.contains("S3CRET"));
    }

    @Test
    void aThreadNeedsATokenAndATokenAChannel() {
        Chat hook = Chat.hook(slack.hook());
        hook.thread = Chat.some("{{ incident }}");
        assertThatThrownBy(hook::build).hasMessageContaining("token");
        Chat nowhere = ops();
        nowhere.channel = Optional.empty();
        assertThatThrownBy(nowhere::build).hasMessageContaining("channel");
    }
}
