/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The text formats in which metrics are scraped. */
enum TextFormat {
    /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** https://prometheus.io/docs/specs/om/open_metrics_spec/ */
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    TextFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    byte[] write(List<Exposed> metrics) {
        StringBuilder out = new StringBuilder(4096);
        metrics.stream().filter(metric -> !metric.samples().isEmpty()).forEach(metric -> family(metric, out));
        if (this == OPENMETRICS) {
            out.append("# EOF\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void family(Exposed metric, StringBuilder out) {
        boolean total = this == PROMETHEUS && metric.kind() == MetricOptions.Kind.COUNTER;
        String name = total ? metric.name() + "_total" : metric.name();
        out.append("# HELP ").append(name).append(' ');
        escape(metric.help(), this == OPENMETRICS, out);
        out.append("\n# TYPE ").append(name).append(' ');
        out.append(metric.kind().name().toLowerCase(Locale.ROOT)).append('\n');
        for (Exposed.Sample sample : metric.samples()) {
            out.append(metric.name()).append(sample.suffix());
            labels(sample.labels(), out);
            out.append(' ').append(Numbers.write(sample.value())).append('\n');
        }
    }

    private static void labels(List<String> labels, StringBuilder out) {
        for (int i = 0; i < labels.size(); i += 2) {
            out.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"");
            escape(labels.get(i + 1), true, out);
            out.append('"');
        }
        if (!labels.isEmpty()) {
            out.append('}');
        }
    }

    private static void escape(String text, boolean quotes, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '"' -> out.append(quotes ? "\\\"" : "\"");
                default -> out.append(c);
            }
        }
    }
}
