/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.script;

import dev.dispatcher.portal.kapacitor.task.Task;

/** What an alert says: Go templates, which Kapacitor fills in. */
final class Words {

    private Words() {}

    /** Slack's text, the mail's subject and the {@code message} of the webhook. */
    static String message(Task task) {
        String app = plain(task.app());
        return switch (task.kind()) {
            case ERRORS ->
                app + ": {{ if eq .Level \"CRITICAL\" }}Excessive 5xxs {{ else if eq .Level \"WARNING\" }}Elevated 5xxs"
                        + " {{ else if eq .Level \"OK\" }}5xxs back to normal {{ else }}5xxs Returning to Normal {{ end }}"
                        + " Metric: {{ .Name }}  Sigma: {{ index .Fields \"sigma\" | printf \"%0.2f\" }}"
                        + " Count: {{ index .Fields \"count\" }}";
            case MEMORY ->
                "Memory is {{ .Level }} for app={{ index .Tags \"app\" }},dyno={{ index .Tags \"dyno\" }} :"
                        + " {{ index .Fields \"rvalue\" | printf \"%0.0f\" }} MB - limits " + plain(task.warn()) + "/"
                        + plain(task.crit());
            case CRASHED -> app + " crashed. Info: {{ index .Fields \"tags\" }}";
            case RELEASE -> app + " released.  New image is {{ index .Fields \"text\" }}";
        };
    }

    /** The mail's body: HTML, in which Kapacitor escapes what it fills in. */
    static String details(Task task, String link) {
        String more = switch (task.kind()) {
            case MEMORY -> "<h3>Value: {{ index .Fields \"rvalue\" | printf \"%0.0f\" }}</h3>\n\t";
            case CRASHED, RELEASE -> "{{ .Message }}\n\t";
            case ERRORS -> "";
        };
        String anchor = link.isEmpty() ? "" : "<a href=\"" + html(plain(link)) + "\">" + html(plain(link)) + "</a>\n\t";
        return "\n\t<h3>{{ .Message }}</h3>\n\t" + more + anchor;
    }

    /** Text in which nothing is a placeholder. */
    static String plain(String text) {
        return text.replace("{{", "{{ \"{{\" }}");
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }
}
