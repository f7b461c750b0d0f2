/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Severity;
import dev.dispatcher.api.Template;
import java.util.Optional;
import java.util.regex.Pattern;

/** The colour of the bar beside an attachment. */
final class Colors {

    private static final Pattern COLOR = Pattern.compile("#?[0-9a-fA-F]{6}|good|warning|danger");
    private static final String GREY = "#9e9e9e";

    private Colors() {}

    /** That of the template, where it gives one, else that of the severity. */
    static String of(Optional<Template> template, Event event) {
        String color = template.map(given ->
                        given.render(event, Template.Escape.NONE, () -> "").strip())
                .orElse("");
        return COLOR.matcher(color).matches()
                ? color
                : event.severity().flatMap(Severity::of).map(Colors::of).orElse(GREY);
    }

    static String of(Severity severity) {
        return switch (severity) {
            case DEBUG -> GREY;
            case INFO -> "good";
            case NOTICE -> "#439fe0";
            case WARNING -> "warning";
            case ERROR -> "danger";
            case CRITICAL -> "#8b0000";
        };
    }
}
