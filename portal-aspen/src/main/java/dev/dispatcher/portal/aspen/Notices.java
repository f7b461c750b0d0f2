/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import dev.dispatcher.api.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors and recommendations: a message, and for whom. */
final class Notices {

    static final String ERROR = "urn:aspen:error";
    static final String RECOMMENDATION = "urn:aspen:recommendation";

    private Notices() {}

    static Map<String, @Nullable Object> error(Form form) {
        form.texts(List.of("stackTrace"));
        return read(form, ERROR, "error");
    }

    static Map<String, @Nullable Object> recommendation(Form form) {
        return read(form, RECOMMENDATION, "notice");
    }

    private static Map<String, @Nullable Object> read(Form form, String kind, String severity) {
        form.required(Event.MESSAGE);
        form.texts(List.of(Event.MESSAGE, "slackChannels"));
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put(Event.KIND, kind);
        event.put(Event.MESSAGE, String.valueOf(form.get(Event.MESSAGE)));
        event.put(Event.SEVERITY, severity);
        form.addTo(event);
        event.put("channels", String.join(",", Channels.of(form.text("slackChannels"))));
        return event;
    }
}
