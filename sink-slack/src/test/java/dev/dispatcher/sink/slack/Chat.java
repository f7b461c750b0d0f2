/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import dev.dispatcher.core.template.Templates;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options for tests, said as far as they differ from the defaults; templates are the real ones. */
final class Chat {

    private static final Templates TEMPLATES = new Templates(failure -> {});

    Optional<Secret> webhook = Optional.empty();
    Optional<Secret> token = Optional.empty();
    URI url = URI.create("https://slack.com/api");
    Optional<Template> channel = Optional.empty();
    List<String> allowed = List.of();
    Optional<String> defaults = Optional.empty();
    Optional<String> override = Optional.empty();
    Template text = template("{{ message }}");
    List<SlackOptions.Attachment> attachments = new ArrayList<>();
    Optional<Template> blocks = Optional.empty();
    Optional<Template> color = Optional.empty();
    Optional<Template> username = Optional.empty();
    Optional<Template> icon = Optional.empty();
    Optional<Template> thread = Optional.empty();
    Optional<Template> close = Optional.empty();
    SlackOptions.Update update = SlackOptions.Update.CLOSE;
    boolean announce = true;
    int threads = 10_000;
    Duration interval = Duration.ZERO;
    boolean bar = true;
    SlackOptions.Digest digest = new SlackOptions.Digest(3, 20);

    static Template template(String source) {
        return TEMPLATES.compile(source);
    }

    static Optional<Template> some(String source) {
        return Optional.of(template(source));
    }

    static Chat hook(String address) {
        Chat chat = new Chat();
        chat.webhook = Optional.of(new Secret(address));
        return chat;
    }

    static Chat api(URI url, String channel) {
        Chat chat = new Chat();
        chat.token = Optional.of(new Secret(FakeSlack.TOKEN));
        chat.url = url;
        chat.channel = some(channel);
        return chat;
    }

    /** An attachment with a title, a text and fields, each a pair. */
    static SlackOptions.Attachment attachment(String title, String text, String... fields) {
        Map<String, Template> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], template(fields[i + 1]));
        }
        return new SlackOptions.Attachment(
                Optional.empty(),
                some("Logs"),
                some("{{ log_link }}"),
                some(title),
                Optional.empty(),
                some(text),
                all,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                some("#aec90c"));
    }

    SlackOptions build() {
        return new SlackOptions(
                webhook,
                token,
                url,
                channel,
                allowed,
                defaults,
                override,
                text,
                attachments,
                bar,
                blocks,
                color,
                new SlackOptions.Buttons("View", "Acknowledge"),
                username,
                icon,
                thread,
                close,
                update,
                announce,
                threads,
                interval,
                digest,
                false,
                Http.Settings.DEFAULTS);
    }
}
