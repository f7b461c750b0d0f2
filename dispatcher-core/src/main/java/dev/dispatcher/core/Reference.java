/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.ConfigSchema;
import dev.dispatcher.core.config.OptionsMarkdown;
import dev.dispatcher.core.delivery.DeliveryOptions;
import dev.dispatcher.core.intake.IntakeOptions;
import dev.dispatcher.core.metrics.Metrics;
import dev.dispatcher.core.plugin.Catalog;
import dev.dispatcher.core.rules.RulesSchema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference pages and the schemas, made from the code for exactly the plugins that are installed. */
public final class Reference {

    private static final String GENERATED =
            "<!-- Made from the code by 'dispatcher reference'; the build checks that it is current. -->\n\n";

    private final Catalog catalog;

    public Reference(Catalog catalog) {
        this.catalog = catalog;
    }

    /** All pages by file name. */
    public Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("configuration.md", configuration());
        pages.put("metrics.md", metrics());
        return pages;
    }

    private String configuration() {
        StringBuilder page = new StringBuilder(GENERATED);
        page.append("# Configuration reference\n\n");
        page.append("All options of `dispatcher.yaml`. `dispatcher describe` prints the same for the plugins that you"
                + " have installed, `dispatcher schema` a JSON Schema for your editor. Durations are `500ms`, `10s`, `5m`,"
                + " `2h`, `7d`; sizes `64KB`, `8MiB`. Values may come from outside: `${env:NAME}`,"
                + " `${env:NAME:-default}`, `${file:/run/secrets/name}`.\n\n");
        page.append(
                "```yaml\nportals:\n  NAME: {type: TYPE, intake: {…}, …}\nsinks:\n  NAME: {type: TYPE, delivery: {…}, …}\n"
                        + "# and the dispatcher's own sections\n```\n\n");
        page.append("## The dispatcher itself\n\n").append(OptionsMarkdown.table(Settings.class));
        page.append("\n## `intake`: of every portal\n\n").append(OptionsMarkdown.table(IntakeOptions.class));
        page.append("\n## `delivery`: of every sink\n\n").append(OptionsMarkdown.table(DeliveryOptions.class));
        options("portal")
                .forEach((type, options) -> page.append("\n## portal `")
                        .append(type)
                        .append("`\n\n")
                        .append(OptionsMarkdown.table(options)));
        options("sink")
                .forEach((type, options) ->
                        page.append("\n## sink `").append(type).append("`\n\n").append(OptionsMarkdown.table(options)));
        return page.toString();
    }

    private static String metrics() {
        StringBuilder page = new StringBuilder(GENERATED);
        page.append("# Metrics reference\n\n");
        page.append(
                "`GET /metrics` answers these as Prometheus text, or as OpenMetrics when the scraper asks for it.\n\n");
        page.append("| metric | type | labels | |\n|---|---|---|---|\n");
        for (Metrics.Definition metric : new Metrics(new NothingToTell()).definitions()) {
            page.append("| `")
                    .append(metric.name())
                    .append("` | ")
                    .append(metric.type())
                    .append(" | ")
                    .append(labels(metric.labels()))
                    .append(" | ")
                    .append(metric.help())
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String labels(Collection<String> labels) {
        return labels.isEmpty() ? "" : "`" + String.join("`, `", labels) + "`";
    }

    /** Options of each installed type, sorted by type. */
    public Map<String, Class<? extends Record>> options(String side) {
        Map<String, Class<? extends Record>> options = new LinkedHashMap<>();
        if (side.equals("sink")) {
            catalog.sinkTypes()
                    .forEach(type -> catalog.sink(type).ifPresent(offer -> options.put(type, offer.options())));
        } else {
            catalog.portalTypes()
                    .forEach(type -> catalog.portal(type).ifPresent(offer -> options.put(type, offer.options())));
        }
        return options;
    }

    /** The JSON Schema of {@code dispatcher.yaml}. */
    public Map<String, Object> configurationSchema() {
        return ShortForms.schema(ConfigSchema.dispatcher(
                options("sink"),
                options("portal"),
                Map.of(),
                DeliveryOptions.class,
                IntakeOptions.class,
                Settings.class));
    }

    /** The JSON Schema of {@code rules.yaml}. */
    public static Map<String, Object> rulesSchema(List<String> sinks) {
        return RulesSchema.of(sinks);
    }
}
