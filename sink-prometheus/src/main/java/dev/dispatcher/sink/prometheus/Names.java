/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What metrics and labels may be called, and that no two metrics expose the same name. */
final class Names {

    static final String OWN = "event_metrics_";
    static final String LAST_EVENT = "_last_event_timestamp_seconds";

    private static final String TOTAL = "_total";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final List<String> RESERVED_ENDS = List.of(TOTAL, "_sum", "_count", "_bucket", "_created", "_info");

    private Names() {}

    /** @throws IllegalArgumentException naming the metric */
    static void check(Map<String, MetricOptions> metrics, PrometheusOptions.Preset preset) {
        Map<String, String> taken = new HashMap<>();
        if (preset == PrometheusOptions.Preset.KARROT) {
            Karrot.definitions().forEach(each -> take(taken, each, "the preset's " + each.name()));
        }
        metrics.forEach((name, metric) -> {
            checkName(name, metric);
            for (String label : metric.labels().keySet()) {
                checkLabel(label);
                if (metric.type() == MetricOptions.Kind.HISTOGRAM && label.equals("le")) {
                    throw new IllegalArgumentException("metrics." + name + ": a histogram has a label le of its own");
                }
            }
            take(taken, Definition.of(name, metric), name);
        });
    }

    private static void checkName(String name, MetricOptions metric) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "metrics: a name has letters, digits and underscores, not '" + name + "'");
        }
        if (name.startsWith(OWN)) {
            throw new IllegalArgumentException("metrics: names with " + OWN + " are the sink's own, such as " + name);
        }
        String rest = metric.type() == MetricOptions.Kind.COUNTER ? withoutTotal(name) : name;
        for (String end : RESERVED_ENDS) {
            if (rest.endsWith(end) && !(metric.type() == MetricOptions.Kind.COUNTER && end.equals("_count"))) {
                throw new IllegalArgumentException("metrics." + name + ": a name should not end with " + end
                        + (end.equals(TOTAL) ? ", unless it is a counter" : ", which other metrics use"));
            }
        }
    }

    /** @throws IllegalArgumentException naming the label */
    static void checkLabel(String label) {
        if (!NAME.matcher(label).matches() || label.startsWith("__")) {
            throw new IllegalArgumentException(
                    "a label has letters, digits and underscores, and does not begin with two," + " unlike '" + label
                            + "'");
        }
    }

    private static void take(Map<String, String> taken, Definition metric, String what) {
        for (String exposed : metric.exposes()) {
            String other = taken.put(exposed, what);
            if (other != null) {
                throw new IllegalArgumentException(
                        "metrics: " + other + " and " + what + " would both be exposed as " + exposed);
            }
        }
    }

    static String withoutTotal(String name) {
        return name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
    }
}
