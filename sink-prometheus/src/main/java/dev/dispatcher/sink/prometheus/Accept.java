/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a scraper says it can read. */
final class Accept {

    private Accept() {}

    /** OpenMetrics only where it is named, and not less liked than the Prometheus text format. */
    static TextFormat format(@Nullable String header) {
        if (header == null) {
            return TextFormat.PROMETHEUS;
        }
        double open = 0;
        double text = 0;
        for (String range : header.split(",", -1)) {
            String[] parts = range.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
            double quality = quality(parts);
            switch (parts[0]) {
                case "application/openmetrics-text" -> {
                    if (readable(parts)) {
                        open = Math.max(open, quality);
                    }
                }
                case "text/plain", "text/*", "*/*" -> text = Math.max(text, quality);
                default -> {}
            }
        }
        return open > 0 && open >= text ? TextFormat.OPENMETRICS : TextFormat.PROMETHEUS;
    }

    /** Without a version any will do; what is written is 1.0.0, and a reader of 0.0.1 reads it as well. */
    private static boolean readable(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("version=")) {
                String version = parts[i].substring("version=".length());
                return version.equals("1.0.0") || version.equals("0.0.1");
            }
        }
        return true;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("q=")) {
                try {
                    return Double.parseDouble(parts[i].substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
