/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.webhook;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.testkit.FakeTemplate;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options for tests, said as far as they differ from the defaults. */
final class Hooks {

    Template url;
    boolean allowPrivate;
    String method = "POST";
    Map<String, Template> headers = new LinkedHashMap<>();
    String contentType = "application/json";
    Optional<Template> body = Optional.empty();
    WebhookOptions.Format format = WebhookOptions.Format.AUTO;
    WebhookOptions.Per per = WebhookOptions.Per.BATCH;
    List<Integer> expect = List.of();
    Optional<WebhookOptions.Basic> basic = Optional.empty();
    Optional<Secret> bearer = Optional.empty();
    Optional<WebhookOptions.Standard> standard = Optional.empty();
    Optional<WebhookOptions.Hmac> hmac = Optional.empty();
    Http.Settings http = Http.Settings.DEFAULTS;

    static Hooks to(URI address) {
        return to(address.toString());
    }

    static Hooks to(String url) {
        Hooks hooks = new Hooks();
        hooks.url = FakeTemplate.of(url);
        return hooks;
    }

    Hooks body(String template) {
        body = Optional.of(FakeTemplate.of(template));
        return this;
    }

    Hooks header(String name, String template) {
        headers.put(name, FakeTemplate.of(template));
        return this;
    }

    WebhookOptions options() {
        return new WebhookOptions(
                url,
                allowPrivate,
                method,
                headers,
                contentType,
                body,
                format,
                per,
                expect,
                basic,
                bearer,
                standard,
                hmac,
                http);
    }
}
