/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Template.Escape;
import dev.dispatcher.portal.aspen.AspenOptions.Hosts;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a deployment what can be found out about it, in an order in which each finding may build on those before. What the
 * sender says itself is never overwritten, even if it is empty.
 */
final class Deployments {

    static final String KIND = "urn:aspen:deployment";
    static final String REMOVAL = "urn:aspen:removal";

    private static final String MONITOR = "/_monitor";
    private static final Set<String> IMPORTANCE = Set.of("low", "medium", "high");
    private static final List<String> TEXTS = List.of(
            "applicationName",
            "cluster",
            "version",
            "imageName",
            "slackChannels",
            "publicNameSwedish",
            "publicNameEnglish",
            "descriptionSwedish",
            "descriptionEnglish",
            "created",
            "importance",
            "applicationPath",
            "detectifyProfileTokens",
            "accessibilityUrls",
            "monitorUrl",
            "monitorPattern",
            "applicationUrl",
            "aboutUrl",
            "friendlyName",
            "team",
            "publicUserDocumentationUrl",
            "privateOperationsDocumentationUrl");

    private final AspenOptions options;

    Deployments(AspenOptions options) {
        this.options = options;
    }

    /** The fields of the event; what is wrong is told to the form. */
    Map<String, @Nullable Object> read(Form form) {
        form.required("applicationName");
        form.texts(TEXTS);
        Object test = form.get("testAccessibility");
        if (test instanceof Map<?, ?> || test instanceof List<?>) {
            form.wrong("testAccessibility", "should be true or false, not " + Form.described(test));
        }
        boolean removal = removal(form);
        Optional<Hosts> hosts = options.cluster(form.text("cluster"));
        enrich(form, hosts);
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put(Event.KIND, removal ? REMOVAL : KIND);
        event.put(Event.MESSAGE, message(form, removal));
        event.put(Event.SEVERITY, removal ? "notice" : "info");
        if (Addresses.isWeb(form.text("applicationUrl"))) {
            event.put(Event.SOURCE, form.text("applicationUrl"));
        }
        form.addTo(event);
        event.put("channels", String.join(",", Channels.of(form.text("slackChannels"))));
        if (hosts.isEmpty()) {
            event.put("cluster_unknown", true);
        }
        return event;
    }

    /** Only an explicit zero: a deployment that does not say how many replicas it has is one all the same. */
    private static boolean removal(Form form) {
        Object replicas = form.get("replicas");
        if (replicas != null && !(replicas instanceof String) && !(replicas instanceof Number)) {
            form.wrong("replicas", "should be a number or a text such as global, not " + Form.described(replicas));
            return false;
        }
        Optional<BigDecimal> number = replicas instanceof Number given
                ? Optional.of(new BigDecimal(given.toString()))
                : number(form.text("replicas"));
        if (number.isPresent() && number.get().signum() < 0) {
            form.wrong("replicas", "should be 0 or more, not " + form.text("replicas"));
        }
        return number.isPresent() && number.get().signum() == 0;
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("-?\\d{1,20}(\\.\\d{1,20})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static String message(Form form, boolean removal) {
        String name = form.text("friendlyName").isEmpty() ? form.text("applicationName") : form.text("friendlyName");
        String cluster = form.text("cluster");
        if (removal) {
            return "Started removing " + name + (cluster.isEmpty() ? "" : " from " + cluster);
        }
        String replicas = form.text("replicas");
        return (replicas.isEmpty() ? name + " is" : replicas + " replica(s) of " + name + " are") + " being deployed"
                + (cluster.isEmpty() ? "" : " in " + cluster);
    }

    private void enrich(Form form, Optional<Hosts> hosts) {
        String path = path(form);
        String importance = form.text("importance").toLowerCase(Locale.ROOT);
        form.put("importance", IMPORTANCE.contains(importance) ? importance : "low");
        String address = path.isEmpty()
                ? ""
                : hosts.map(known -> Addresses.looksWeb(path) ? path : known.of(path) + path)
                        .orElse("");
        form.putIfAbsent("applicationUrl", address);
        form.putIfAbsent("monitorUrl", address.isEmpty() ? "" : Addresses.join(address, MONITOR));
        String monitor = form.text("monitorUrl");
        boolean monitored = Addresses.looksWeb(monitor);
        if (monitored && monitor.endsWith(MONITOR) && hosts.isPresent()) {
            form.putIfAbsent(
                    "aboutUrl", Addresses.join(address.isEmpty() ? hosts.get().of("/") : address, "/_about"));
        }
        form.putIfAbsent("friendlyName", first(form, "publicNameEnglish", "publicNameSwedish", "applicationName"));
        form.putIfAbsent("monitorPattern", monitored ? options.keyword() : "");
        if (form.has("slackChannels")) {
            form.putIfAbsent("team", Channels.team(Channels.of(form.text("slackChannels")), options.teams()));
        }
        String version = form.text("version");
        form.putIfAbsent("commit", version.substring(version.indexOf('_') + 1));
        String host = hosts.map(known -> known.of(Addresses.looksWeb(path) ? "/" : path))
                .orElse("");
        if (!host.isEmpty()) {
            form.putIfAbsent("informationUrl", host + options.informationPath().render(view(form), Escape.URL));
        }
    }

    /** Where the application is: a path with its slash, a whole address, or nothing. */
    private static String path(Form form) {
        String path = form.text("applicationPath");
        if (path.startsWith("/")) {
            path = Addresses.beforeOptions(path);
            form.put("applicationPath", path);
            return path;
        }
        path = Addresses.beforeOptions(path);
        if (path.isEmpty()) {
            return "";
        }
        if (path.contains("://")) {
            if (!Addresses.isWeb(path)) {
                form.wrong("applicationPath", "should be a path such as /shop, or an http or https address");
                return "";
            }
            return path;
        }
        return "/" + path;
    }

    private static String first(Form form, String... fields) {
        for (String field : fields) {
            if (!form.text(field).isEmpty()) {
                return form.text(field);
            }
        }
        return "";
    }

    /** Where its log can be read. */
    String logLink(Event event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(event.fields());
        fields.replaceAll((name, value) -> value instanceof String text && TEXTS.contains(name)
                ? text.replace("\"", "").strip()
                : value);
        // a slash means the same in a query, and the names of images are full of them
        return options.logLink().render(Event.of(fields), Escape.URL, () -> "").replace("%2F", "/");
    }

    /** The texts as templates should see them. */
    private static Event view(Form form) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        TEXTS.forEach(field -> fields.put(field, form.text(field)));
        fields.put(Event.ID, "-");
        fields.put(Event.TIMESTAMP, "1970-01-01T00:00:00Z");
        fields.put(Event.KIND, KIND);
        fields.put(Event.MESSAGE, "-");
        return Event.of(fields);
    }
}
