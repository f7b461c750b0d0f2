/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of {@code type: slack}. */
public record SlackOptions(
        @Option("The address of an incoming webhook; either this or 'token'.")
        Optional<Secret> webhook,

        @Option("A bot's token with chat:write, for the Web API; either this or 'webhook'.")
        Optional<Secret> token,

        @Option(value = "Where the Web API is.", fallback = "https://slack.com/api")
        URI url,

        @Option("The channel, or several separated by commas: names with #, or ids. A webhook has one of its own.")
        Optional<Template> channel,

        @Option("Channels that an event may choose; * stands for any text, as in '#team-*'. All unless set.")
        List<String> allowed,

        @Option("The channels for events that choose none that is allowed, separated by commas.")
        Optional<String> defaultChannels,

        @Option("Everything goes to these channels instead, separated by commas; not when it is empty.")
        Optional<String> override,

        @Option(value = "The text, in Slack's mrkdwn; values are escaped.", fallback = "{{ message }}")
        Template text,

        @Option(
                "Attachments below the text; without them and without blocks, one with severity, source and the buttons.")
        List<Attachment> attachments,

        @Option(
                value =
                        "Whether the sink adds what you did not write: severity and source where there are neither attachments"
                                + " nor blocks, and the buttons.",
                fallback = "true")
        boolean bar,

        @Option("Blocks of Block Kit, as a template of a JSON array; values are escaped for mrkdwn and for JSON.")
        Optional<Template> blocks,

        @Option("The bar's colour, such as #aec90c, good, warning or danger; that of the severity unless set.")
        Optional<Template> color,

        @Option(value = "Buttons for the event's view_link and ack_link.")
        Buttons buttons,

        @Option("Who seems to write.") Optional<Template> username,

        @Option("The picture beside it: an emoji such as :bell:, or the address of an image.")
        Optional<Template> icon,

        @Option(
                "What an event belongs to, such as {{ incident }}: the first one's message, then replies to it. Needs 'token'.")
        Optional<Template> thread,

        @Option("Whether an event closes what it belongs to: empty or false does not. By default those of the severity"
                + " resolved, ok, closed, recovered or normal do.")
        Optional<Template> close,

        @Option(
                value =
                        "When the first message of a thread is changed rather than replied to: by the event that closes it,"
                                + " by every later event, or never.",
                fallback = "close")
        Update update,

        @Option(value = "Whether the event that closes is also a reply, so that somebody is told.", fallback = "true")
        boolean announceClose,

        @Option(value = "How many threads are remembered, in memory; the ones used last are.", fallback = "10000")
        int threads,

        @Option(value = "The least time between two messages to one channel.", fallback = "1s")
        Duration interval,

        @Option(value = "What becomes of more events than Slack takes messages.")
        Digest digest,

        @Option(value = "Whether Slack shows what is behind links.", fallback = "false")
        boolean unfurl,

        @Option(value = "How to speak HTTP.") Http.Settings http) {

    /** When the first message of a thread is changed. */
    public enum Update {
        CLOSE,
        ALWAYS,
        NEVER
    }

    /** One attachment; parts that are empty for an event are left out. */
    public record Attachment(
            @Option("Text above the bar.") Optional<Template> pretext,

            @Option("A small line at the top.") Optional<Template> authorName,

            @Option("Where that line leads.") Optional<Template> authorLink,

            @Option("The title.") Optional<Template> title,

            @Option("Where the title leads.") Optional<Template> titleLink,

            @Option("The text, in mrkdwn.") Optional<Template> text,

            @Option("Titles and what stands below them.") Map<String, Template> fields,

            @Option(value = "Whether two fields stand side by side.", fallback = "true")
            boolean shortFields,

            @Option("The address of an image.") Optional<Template> imageUrl,

            @Option("A small line at the end.") Optional<Template> footer,

            @Option("What is shown where attachments are not, as in notifications; the message's text unless set.")
            Optional<Template> fallback,

            @Option("The bar's colour, where it is another than the message's.")
            Optional<Template> color) {}

    /** What the buttons say. */
    public record Buttons(
            @Option(value = "On the button for view_link; no button where it is ' '.", fallback = "View")
            String view,

            @Option(value = "On the button for ack_link; no button where it is ' '.", fallback = "Acknowledge")
            String ack) {}

    /** Many events at once. */
    public record Digest(
            @Option(
                    value =
                            "So many messages of one batch go to a channel one by one; the events beyond become one message.",
                    fallback = "3")
            int above,

            @Option(value = "How many events that message lists; it counts the rest.", fallback = "20")
            int lines) {

        public Digest {
            if (above < 1 || above > 100) {
                throw new IllegalArgumentException("above must be 1 to 100, not " + above);
            }
            if (lines < 1 || lines > 200) {
                throw new IllegalArgumentException("lines must be 1 to 200, not " + lines);
            }
        }
    }

    public SlackOptions {
        if (webhook.isPresent() == token.isPresent()) {
            throw new IllegalArgumentException("expected either webhook or token");
        }
        if (webhook.isPresent()) {
            address(webhook.get());
            if (thread.isPresent()) {
                throw new IllegalArgumentException(
                        "thread needs a token: a webhook does not say which message it made");
            }
        } else if (token.get().reveal().isBlank()) {
            throw new IllegalArgumentException("token must not be empty");
        } else if (channel.isEmpty()
                && defaultChannels.orElse("").isBlank()
                && override.orElse("").isBlank()) {
            throw new IllegalArgumentException("with a token a channel is needed");
        }
        if (interval.isNegative() || interval.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("interval must be 0s to 1m");
        }
        if (threads < 1 || threads > 1_000_000) {
            throw new IllegalArgumentException("threads must be 1 to 1000000, not " + threads);
        }
        attachments = List.copyOf(attachments);
        allowed = List.copyOf(allowed);
    }

    /** @throws IllegalArgumentException without the address, which is a secret */
    static URI address(Secret webhook) {
        URI uri = Links.of(webhook.reveal());
        if (uri == null) {
            throw new IllegalArgumentException(
                    "webhook should be an address such as https://hooks.slack.com/services/…");
        }
        return uri;
    }
}
