/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.util.List;
import java.util.function.Supplier;

/**
 * A text with placeholders, such as {@code "{{ group }} is {{ lag }} behind"}. As the type of an option it is compiled
 * and checked when the file is read. Two templates are equal when their sources are. Any number of threads.
 *
 * <p>In a template {@code {{ field }}} is a field of the event, {@code {{ a.b }}} and {@code {{ event['a.b'] }}} a field
 * with a dot in its name, {@code event} the event, {@code events} the batch. A field that the event lacks is empty.
 */
public interface Template {

    /** Where the text goes, and so how values are escaped. The template's own text is never escaped. */
    enum Escape {
        /** Plain text: nothing is escaped. */
        NONE,
        /** Inside a JSON string, between the quotes that the template wrote; {@code {{ x | json }}} writes quotes itself. */
        JSON,
        HTML,
        /** Slack's mrkdwn: {@code &}, {@code <}, {@code >}. */
        SLACK,
        /** Slack's mrkdwn inside a JSON string, as in the blocks of a message. */
        SLACK_JSON,
        /** A header of HTTP or mail: control characters become spaces. */
        HEADER,
        /** One component of a URL, percent-encoded. */
        URL
    }

    /** The text as the user wrote it. */
    String source();

    /** True when it has no placeholder, so that no event can change the result. */
    boolean constant();

    /**
     * Never fails: when the template cannot be rendered for this event, {@code safe} answers instead, and the host counts
     * and logs it.
     */
    String render(Event event, Escape escape, Supplier<String> safe);

    /** The same for a whole batch, which is {@code events} in the template; {@code event} is its first. */
    String render(List<Event> batch, Escape escape, Supplier<String> safe);

    /** With the event's message as the safe text, not escaped: for places where any plain text is right. */
    default String render(Event event, Escape escape) {
        return render(event, escape, event::message);
    }
}
