/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.Template.Escape;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Audits the pages of a deployment, keeps the reports, and tells of each. */
final class LighthouseSink implements Sink {

    private static final Set<String> NO = Set.of("", "false", "no", "off", "0", "null");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final LighthouseOptions options;
    private final PluginContext context;
    private final Audit audit;
    private final Reports reports;
    private final Done done = new Done();

    LighthouseSink(LighthouseOptions options, PluginContext context) {
        this.options = options;
        this.context = context;
        this.audit = new Audit(options, context.json());
        this.reports = options.bucket().isPresent()
                ? new BucketReports(options.bucket().get(), context.http(options.http()))
                : new FolderReports(options.folder().orElseThrow());
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, InterruptedException {
        Sink.each(batch, this::one);
    }

    private void one(Event event) throws DeliveryException, InterruptedException {
        String wanted = options.wanted().render(event, Escape.NONE, () -> "").strip();
        List<Page> pages = NO.contains(wanted.toLowerCase(Locale.ROOT)) ? List.of() : pages(event);
        if (pages.isEmpty()) {
            context.counter("left_alone").increment();
            return;
        }
        for (Page page : pages) {
            page.mayBeAudited(options.hosts());
        }
        DeliveryException failure = null;
        for (Page page : pages) {
            if (!done.has(event, page)) {
                try {
                    audit(event, page);
                    done.add(event, page);
                } catch (DeliveryException e) {
                    context.counter("audits_failed").increment();
                    failure = worse(failure, e);
                } catch (IOException e) {
                    context.counter("audits_failed").increment();
                    failure = worse(failure, DeliveryException.of(e));
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        done.forget(event);
    }

    private List<Page> pages(Event event) throws DeliveryException {
        for (var template : options.urls()) {
            List<Page> pages = Page.of(template.render(event, Escape.NONE, () -> ""));
            if (!pages.isEmpty()) {
                return pages;
            }
        }
        return List.of();
    }

    /** What can be tried again outlasts what cannot. */
    private static DeliveryException worse(@Nullable DeliveryException before, DeliveryException now) {
        return before == null || (now.retryable() && !before.retryable()) ? now : before;
    }

    private void audit(Event event, Page page) throws DeliveryException, IOException, InterruptedException {
        Audit.Result result;
        try (Turns.Held turn = Turns.take(page.host())) {
            result = audit.of(page);
        }
        String application = Names.path(options.path().render(event, Escape.NONE, () -> ""));
        String folder = (application.isEmpty() ? "" : application + "/") + page.slug();
        String version = options.version().render(event, Escape.NONE, () -> "").strip();
        String run = TIME.format(context.clock().instant())
                + (version.isEmpty() ? "" : "_" + Names.safe(version))
                + "_" + Names.hash(event.id());
        String file = folder + "/" + run;
        reports.put(file + ".json", "application/json", result.json());
        reports.put(file + ".html", "text/html; charset=utf-8", result.html());
        context.counter("audits").increment();
        report(event, page, result.scores(), file);
        prune(folder);
    }

    /** The report is there and told of: what cannot be deleted now is deleted by the next run. */
    private void prune(String folder) throws InterruptedException {
        try {
            for (String old : Reports.old(reports.list(folder), options.keep())) {
                reports.delete(folder + "/" + old);
            }
        } catch (DeliveryException | IOException e) {
            context.counter("deletions_failed").increment();
            context.logger().warn("old reports in {} stay for now: {}", folder, e.getMessage());
        }
    }

    private String link(String path) {
        return options.publicUrl()
                .map(base -> base.toString().replaceAll("/+$", "") + "/" + Names.encoded(path))
                .orElseGet(() -> reports.link(path).toASCIIString());
    }

    private void report(Event event, Page page, Scores scores, String file) {
        String name = options.name().render(event, Escape.NONE, () -> "").strip();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(Event.KIND, "urn:lighthouse:report");
        fields.put(Event.MESSAGE, (name.isEmpty() ? "" : name + ", ") + page + ": " + scores.text());
        fields.put(Event.SEVERITY, scores.severity(options.thresholds()).name().toLowerCase(Locale.ROOT));
        fields.put("url", page.toString());
        fields.put(Event.VIEW_LINK, link(file + ".html"));
        fields.put("report_json", link(file + ".json"));
        fields.putAll(scores.fields());
        for (String field : options.reported()) {
            Object value = event.get(field);
            if (value != null) {
                fields.putIfAbsent(field, value);
            }
        }
        context.report(event, fields);
    }

    @Override
    public void close() {
        reports.close();
    }

    @Override
    public String toString() {
        return "lighthouse";
    }
}
