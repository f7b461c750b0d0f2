/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a sender notifies of, checked. */
record Notice(String type, String host, Instant generated, Map<String, String> payload) {

    private static final List<String> TYPES = List.of("COMPUTE_HOST", "VM", "PROCESS");
    private static final List<String> EVENTS = List.of("STARTED", "STOPPED");
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9-._]*");
    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9-_:. ]{1,255}");

    static Notice read(byte[] body, Json json) throws Fault {
        Object document;
        try {
            document = body.length == 0 ? null : json.read(body);
        } catch (IOException e) {
            throw new Fault(400, "Malformed request body");
        }
        Object inner =
                Checks.object("", document, List.of("notification"), List.of()).get("notification");
        Map<?, ?> fields = Checks.object(
                "notification", inner, List.of("type", "hostname", "generated_time", "payload"), List.of());
        String type = Checks.oneOf("type", fields.get("type"), TYPES);
        String host = Checks.text("hostname", fields.get("hostname"), 1, 255);
        if (!HOST.matcher(host).matches()) {
            throw Checks.wrong("hostname", host, Python.quoted(host) + " does not match '^[a-zA-Z0-9-._]*$'");
        }
        String time = Checks.text("generated_time", fields.get("generated_time"), 0, Integer.MAX_VALUE);
        Instant generated = Times.read(time)
                .orElseThrow(() -> Checks.wrong("generated_time", time, Python.quoted(time) + " is not a 'date-time'"));
        Map<String, String> payload = payload(fields.get("payload"));
        check(type, payload);
        return new Notice(type, host, generated, payload);
    }

    private static Map<String, String> payload(@Nullable Object value) throws Fault {
        Map<String, String> payload = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : Checks.object("payload", value).entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (!KEY.matcher(key).matches()) {
                throw Checks.wrong(
                        "payload",
                        value,
                        Python.quoted(key) + " does not match any of the regexes: '^[a-zA-Z0-9-_:. ]{1,255}$'");
            }
            payload.put(key, Checks.text(key, entry.getValue(), 0, 255));
        }
        return payload;
    }

    private static void check(String type, Map<String, String> payload) throws Fault {
        switch (type) {
            case "COMPUTE_HOST" -> {
                Checks.object("", payload, List.of("event"), List.of("host_status", "cluster_status"));
                Checks.oneOf("event", payload.get("event"), EVENTS);
                optional(payload, "host_status", List.of("NORMAL", "UNKNOWN"));
                optional(payload, "cluster_status", List.of("ONLINE", "OFFLINE"));
            }
            case "PROCESS" -> {
                Checks.object("", payload, List.of("process_name", "event"), List.of());
                Checks.text("process_name", payload.get("process_name"), 1, 4096);
                Checks.oneOf("event", payload.get("event"), EVENTS);
            }
            default -> {
                Checks.object("", payload, List.of("instance_uuid", "vir_domain_event", "event"), List.of());
                String instance = String.valueOf(payload.get("instance_uuid"));
                if (!Checks.uuid(instance)) {
                    throw Checks.wrong("instance_uuid", instance, Python.quoted(instance) + " is not a 'uuid'");
                }
                Checks.text("vir_domain_event", payload.get("vir_domain_event"), 1, 255);
                Checks.text("event", payload.get("event"), 1, 255);
            }
        }
    }

    private static void optional(Map<String, String> payload, String key, List<String> words) throws Fault {
        if (payload.containsKey(key)) {
            Checks.oneOf(key, payload.get(key), words);
        }
    }

    /** The canonical event. */
    Map<String, Object> event(String id, String hostUuid) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("timestamp", generated.toString());
        fields.put("kind", "urn:openstack:masakari:" + type);
        fields.put("source", host);
        fields.put("severity", severity());
        fields.put("message", message());
        fields.put("type", type);
        fields.put("hostname", host);
        fields.put("source_host_uuid", hostUuid);
        fields.put("payload", payload);
        return fields;
    }

    private String severity() {
        if ("STARTED".equals(payload.get("event"))) {
            return "info";
        }
        return type.equals("COMPUTE_HOST") ? "critical" : "error";
    }

    private String message() {
        String event = payload.get("event");
        return switch (type) {
            case "COMPUTE_HOST" -> "compute host " + host + ": " + event;
            case "PROCESS" -> "process " + payload.get("process_name") + " on " + host + ": " + event;
            default ->
                "instance " + payload.get("instance_uuid") + " on " + host + ": " + event + " "
                        + payload.get("vir_domain_event");
        };
    }
}
