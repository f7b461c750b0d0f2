/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.uptimerobot;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.Template.Escape;
import dev.dispatcher.sink.uptimerobot.Account.Contact;
import dev.dispatcher.sink.uptimerobot.Account.Monitor;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks for the monitor of each deployment, and adds, edits or deletes it; then reports that. To do so twice comes to the same,
 * so an attempt that broke off is simply made again.
 */
final class UptimeRobotSink implements Sink {

    private static final int HTTP = 1;
    private static final int KEYWORD = 2;
    /** Of a contact: an incoming webhook of Slack. */
    private static final int SLACK = 11;
    /** Of a keyword: it is an alarm when it does not exist. */
    private static final String NOT_EXISTS = "2";

    private static final String KIND = "urn:uptimerobot:monitor:";

    private final UptimeRobotOptions options;
    private final PluginContext context;
    private final Account account;

    UptimeRobotSink(UptimeRobotOptions options, PluginContext context) {
        this.options = options;
        this.context = context;
        this.account = new Account(options.url(), options.apiKey(), context.http(options.http()), context.json());
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        Sink.each(batch, this::one);
    }

    private void one(Event event) throws DeliveryException, IOException, InterruptedException {
        String url = rendered(options.monitorUrl(), event);
        if (!concerns(event) || !web(url)) {
            context.counter("left_alone").increment();
            return;
        }
        String name = rendered(options.name(), event);
        Optional<Monitor> known = find(url, name);
        if (options.removals().contains(event.kind())) {
            if (known.isPresent() && options.delete()) {
                account.delete(known.get().id());
                report(event, "deleted", name + " is not monitored any more: " + url, url);
            }
            return;
        }
        String keyword = rendered(options.keyword(), event);
        if (known.isPresent() && known.get().type() != (keyword.isEmpty() ? HTTP : KEYWORD)) {
            // the API cannot turn one type of monitor into another
            account.delete(known.get().id());
            known = Optional.empty();
        }
        Map<String, String> settings = settings(url, name, keyword, event);
        if (known.isPresent()) {
            account.edit(known.get().id(), settings);
            report(event, "edited", name + " is monitored using " + url, url);
        } else {
            settings.put("type", Integer.toString(keyword.isEmpty() ? HTTP : KEYWORD));
            account.add(settings);
            report(event, "added", name + " is monitored using " + url, url);
        }
    }

    private boolean concerns(Event event) {
        String cluster = event.text(options.clusterField()).orElse("");
        String application = event.text(options.applicationField()).orElse("");
        return (options.clusters().isEmpty() || options.clusters().stream().anyMatch(cluster::equalsIgnoreCase))
                && !options.excluded().contains(application);
    }

    private static boolean web(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The search of the API looks inside names and addresses: only what is just the same counts. */
    private Optional<Monitor> find(String url, String name)
            throws DeliveryException, IOException, InterruptedException {
        Optional<Monitor> found = account.monitors(url).stream()
                .filter(monitor -> monitor.url().equals(url))
                .findFirst();
        if (found.isPresent() || !options.matchName() || name.isEmpty()) {
            return found;
        }
        String host = URI.create(url).getHost();
        return account.monitors(name).stream()
                .filter(monitor -> monitor.name().equals(name) && web(monitor.url()))
                .filter(monitor -> Objects.equals(URI.create(monitor.url()).getHost(), host))
                .findFirst();
    }

    private Map<String, String> settings(String url, String name, String keyword, Event event)
            throws DeliveryException, IOException, InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("url", url);
        settings.put("friendly_name", name.isEmpty() ? url : name);
        if (!keyword.isEmpty()) {
            settings.put("keyword_type", NOT_EXISTS);
            settings.put("keyword_value", keyword);
        }
        contact(event).ifPresent(contact -> settings.put("alert_contacts", contact.id() + "_0_0"));
        return settings;
    }

    private Optional<Contact> contact(Event event) throws DeliveryException, IOException, InterruptedException {
        String team = rendered(options.team(), event);
        if (team.isEmpty() && options.fallbackTeam().isEmpty()) {
            return Optional.empty();
        }
        List<Contact> channels = account.contacts().stream()
                .filter(contact -> contact.type() == SLACK && contact.name().startsWith("#"))
                .toList();
        return of(team, channels).or(() -> options.fallbackTeam().flatMap(fallback -> of(fallback, channels)));
    }

    /** Its own channel before one that has its name in it. */
    private static Optional<Contact> of(String team, List<Contact> channels) {
        return team.isEmpty()
                ? Optional.empty()
                : channels.stream()
                        .filter(channel -> channel.name().equals("#" + team))
                        .findFirst()
                        .or(() -> channels.stream()
                                .filter(channel -> channel.name().contains(team))
                                .findFirst());
    }

    private void report(Event event, String what, String message, String url) {
        context.counter("monitors_" + what).increment();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(Event.KIND, KIND + what);
        fields.put(Event.MESSAGE, message);
        fields.put(Event.SEVERITY, "info");
        fields.put("monitorUrl", url);
        for (String field : options.reported()) {
            Object value = event.get(field);
            if (value != null) {
                fields.putIfAbsent(field, value);
            }
        }
        context.report(event, fields);
    }

    private static String rendered(Template template, Event event) {
        return template.render(event, Escape.NONE, () -> "").strip();
    }

    @Override
    public String toString() {
        return "uptimerobot";
    }
}
