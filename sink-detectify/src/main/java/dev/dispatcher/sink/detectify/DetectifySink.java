/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.detectify;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.Template.Escape;
import dev.dispatcher.sink.detectify.Scanner.Profile;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Begins a scan of each profile of a deployment, however many keys know it. A scan that is under way is left alone, so an
 * attempt that broke off is simply made again.
 */
final class DetectifySink implements Sink {

    private final DetectifyOptions options;
    private final PluginContext context;
    private final List<Scanner> scanners;

    DetectifySink(DetectifyOptions options, PluginContext context) {
        this.options = options;
        this.context = context;
        Http http = context.http(options.http());
        this.scanners = options.apiKeys().stream()
                .map(key -> new Scanner(options.url(), key, http, context.json()))
                .toList();
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, IOException, InterruptedException {
        Sink.each(batch, this::one);
    }

    private void one(Event event) throws DeliveryException, InterruptedException {
        Set<String> tokens = tokens(event);
        String cluster = event.text(options.clusterField()).orElse("");
        if (tokens.isEmpty()
                || !(options.clusters().isEmpty() || options.clusters().stream().anyMatch(cluster::equalsIgnoreCase))) {
            context.counter("left_alone").increment();
            return;
        }
        if (options.removals().contains(event.kind())) {
            report(
                    event,
                    "reminder",
                    name(event) + " was removed" + in(cluster) + "; remove its profile from Detectify too");
            return;
        }
        scan(event, tokens, cluster);
    }

    /** Each profile by the first key that knows it; a key that fails does not keep the others from their work. */
    private void scan(Event event, Set<String> tokens, String cluster) throws DeliveryException, InterruptedException {
        DeliveryException failure = null;
        Set<String> open = new LinkedHashSet<>(tokens);
        for (Scanner scanner : scanners) {
            if (open.isEmpty()) {
                break;
            }
            try {
                for (Profile profile : scanner.profiles()) {
                    if (open.contains(profile.token())) {
                        begin(scanner, profile, event, cluster);
                        open.remove(profile.token());
                    }
                }
            } catch (DeliveryException e) {
                failure = worse(failure, e);
            } catch (IOException e) {
                failure = worse(failure, DeliveryException.of(e));
            }
        }
        if (!open.isEmpty() && failure == null) {
            context.counter("unknown_profiles").add(open.size());
            context.logger()
                    .warn("{} of {} profiles of event {} are known to no key", open.size(), tokens.size(), event.id());
        }
        if (!open.isEmpty() && failure != null) {
            throw failure;
        }
    }

    /** What can be tried again outlasts what cannot. */
    private static DeliveryException worse(@Nullable DeliveryException before, DeliveryException now) {
        return before == null || (now.retryable() && !before.retryable()) ? now : before;
    }

    private void begin(Scanner scanner, Profile profile, Event event, String cluster)
            throws DeliveryException, IOException, InterruptedException {
        if (scanner.begin(profile)) {
            context.counter("scans_begun").increment();
            String what = profile.name().isEmpty() ? name(event) : profile.name();
            report(event, "scan", "Detectify scans " + what + in(cluster));
        } else {
            context.counter("scans_under_way").increment();
        }
    }

    private static String in(String cluster) {
        return cluster.isEmpty() ? "" : " in " + cluster;
    }

    private String name(Event event) {
        String name = options.name().render(event, Escape.NONE, () -> "").strip();
        return name.isEmpty() ? event.message() : name;
    }

    private Set<String> tokens(Event event) {
        String text = options.profiles().render(event, Escape.NONE, () -> "");
        Set<String> tokens = new LinkedHashSet<>();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .forEach(tokens::add);
        return tokens;
    }

    private void report(Event event, String what, String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(Event.KIND, "urn:detectify:" + what);
        fields.put(Event.MESSAGE, message);
        fields.put(Event.SEVERITY, "info");
        for (String field : options.reported()) {
            Object value = event.get(field);
            if (value != null) {
                fields.putIfAbsent(field, value);
            }
        }
        context.report(event, fields);
    }

    @Override
    public String toString() {
        return "detectify";
    }
}
