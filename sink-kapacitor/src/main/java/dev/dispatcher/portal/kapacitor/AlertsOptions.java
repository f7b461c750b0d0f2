/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import dev.dispatcher.sink.kapacitor.Addresses;
import dev.dispatcher.sink.kapacitor.KapacitorOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The options of {@code type: kapacitor-alerts}. */
public record AlertsOptions(
        @Option("Where Kapacitor listens, such as http://127.0.0.1:9092; with or without a slash at the end.")
        URI url,

        @Option("User name and password for Kapacitor.") Optional<KapacitorOptions.Basic> basic,

        @Option("A token for Kapacitor; sent as Authorization: Bearer.")
        Optional<Secret> token,

        @Option(value = "The database that holds what is measured.", fallback = "opentsdb")
        String database,

        @Option(value = "Its retention policy.", fallback = "retention_policy")
        String retentionPolicy,

        @Option(
                value =
                        "Who tells people of an alert: dispatcher, by its rules and sinks, or kapacitor, by its own handlers.",
                fallback = "dispatcher")
        Notify notify_,

        @Option("With notify: dispatcher, where Kapacitor posts alerts to, such as"
                + " http://dispatcher.example.org:8080/webhooks/kapacitor.")
        Optional<URI> webhook,

        @Option("A token of the dispatcher that allows submit; Kapacitor sends it with each alert.")
        Optional<Secret> webhookToken,

        @Option("Where to look at an app, for mails and events: a template of the fields app, check and dyno.")
        Optional<Template> link,

        @Option(value = "How long the state of an app that crashed or was released is WARNING.", fallback = "10m")
        Duration stateFor,

        @Option(
                value = "How often the store and Kapacitor are compared; what differs is repaired. At least 1s.",
                fallback = "5m")
        Duration reconcile,

        @Option(value = "How often a request to Kapacitor that failed is tried again; 0 to 10.", fallback = "2")
        int retries,

        @Option(
                value = "Whether tasks of kapacitor-alerts-api are taken over at each start, from its tables in the"
                        + " store's database and from Kapacitor: no, check, which only says in the log what would be"
                        + " done, or anything else for yes.",
                fallback = "no")
        String import_,

        @Option("How to speak HTTP with Kapacitor.") Http.Settings http) {

    /** The old service asked whether the variable was there, so any value may stand in one. */
    private static final List<String> NO = List.of("", "no", "false", "off", "0");

    /** Who tells people. */
    public enum Notify {
        DISPATCHER,
        KAPACITOR
    }

    public AlertsOptions {
        Addresses.checked("url", url);
        webhook.ifPresent(address -> Addresses.checked("webhook", address));
        if (notify_ == Notify.DISPATCHER && webhook.isEmpty()) {
            throw new IllegalArgumentException("notify: dispatcher needs a webhook for Kapacitor to post alerts to");
        }
        if (notify_ == Notify.KAPACITOR && (webhook.isPresent() || webhookToken.isPresent())) {
            throw new IllegalArgumentException("webhook and webhook-token are for notify: dispatcher only");
        }
        if (basic.isPresent() && token.isPresent()) {
            throw new IllegalArgumentException("basic and token exclude each other: both are the Authorization header");
        }
        if (database.isBlank() || retentionPolicy.isBlank()) {
            throw new IllegalArgumentException("database and retention-policy should not be empty");
        }
        if (reconcile.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("reconcile should be at least 1s");
        }
        if (stateFor.isNegative() || stateFor.isZero()) {
            throw new IllegalArgumentException("state-for should be more than nothing");
        }
        if (retries < 0 || retries > 10) {
            throw new IllegalArgumentException("retries should be 0 to 10, not " + retries);
        }
    }

    /** Whether the old service's tasks are looked for at the start. */
    boolean importing() {
        return !NO.contains(import_.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether that is all that is done about them. */
    boolean importingNothing() {
        return import_.strip().equalsIgnoreCase("check");
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "kapacitor-alerts options with notify " + notify_ + ", database " + database + ", reconcile "
                + reconcile;
    }
}
