/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Sends a batch as log events by PutLogEvents. */
final class LogSink implements Sink {

    private final LogOptions options;
    private final Logger logger;
    private final LongAdder sent;
    private final Access<CloudWatchLogsClient> access;

    LogSink(CloudwatchOptions all, LogOptions options, PluginContext context) {
        this.options = options;
        this.logger = context.logger();
        this.sent = context.counter("log_events");
        this.access =
                new Access<>(all, context, opened -> opened.build(CloudWatchLogsClient.builder(), all.endpoint()));
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        Verdicts verdicts = new Verdicts(batch);
        LogBatches batches = new LogBatches();
        for (Event event : batch) {
            try {
                batches.add(line(event));
            } catch (IllegalArgumentException e) {
                verdicts.add(List.of(event), DeliveryException.permanent(String.valueOf(e.getMessage())));
            }
        }
        List<List<LogBatches.Line>> requests = batches.requests();
        if (!requests.isEmpty()) {
            CloudWatchLogsClient client = access.client();
            Parts<LogBatches.Line> parts =
                    new Parts<>(verdicts, line -> List.of(line.event()), lines -> put(client, lines, verdicts));
            for (List<LogBatches.Line> request : requests) {
                parts.send(request);
            }
        }
        verdicts.raise();
    }

    private LogBatches.Line line(Event event) {
        LogBatches.Stream stream = new LogBatches.Stream(
                Names.logGroup(rendered(options.group(), event)), Names.logStream(rendered(options.stream(), event)));
        String text = options.text()
                .map(template -> template.render(event, Template.Escape.NONE))
                .orElseGet(() -> new String(event.json(), StandardCharsets.UTF_8));
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            throw new IllegalArgumentException("its text is empty, which CloudWatch does not take");
        }
        if (bytes > options.textLimit()) {
            throw new IllegalArgumentException(
                    "its text has " + bytes + " bytes, and text-limit is " + options.textLimit());
        }
        return new LogBatches.Line(
                stream, event.timestamp().toEpochMilli(), text, bytes + LogBatches.BYTES_EACH, event);
    }

    private static String rendered(Template template, Event event) {
        return template.render(event, Template.Escape.NONE, () -> "");
    }

    private void put(CloudWatchLogsClient client, List<LogBatches.Line> lines, Verdicts verdicts) {
        LogBatches.Stream stream = lines.get(0).stream();
        PutLogEventsResponse answer;
        try {
            answer = put(client, stream, lines);
        } catch (ResourceNotFoundException e) {
            if (!options.create()) {
                throw e;
            }
            create(client, stream);
            answer = put(client, stream, lines);
        }
        int refused = refused(lines, answer.rejectedLogEventsInfo(), verdicts);
        sent.add(lines.size() - refused);
    }

    private static PutLogEventsResponse put(
            CloudWatchLogsClient client, LogBatches.Stream stream, List<LogBatches.Line> lines) {
        return client.putLogEvents(request -> request.logGroupName(stream.group())
                .logStreamName(stream.name())
                .logEvents(lines.stream()
                        .map(line -> InputLogEvent.builder()
                                .timestamp(line.millis())
                                .message(line.text())
                                .build())
                        .toList()));
    }

    private void create(CloudWatchLogsClient client, LogBatches.Stream stream) {
        try {
            client.createLogGroup(request -> request.logGroupName(stream.group()));
            logger.info("created the log group {}", stream.group());
            options.retentionDays()
                    .ifPresent(days -> client.putRetentionPolicy(
                            request -> request.logGroupName(stream.group()).retentionInDays(days)));
        } catch (ResourceAlreadyExistsException e) {
            // only the stream is missing, or somebody else was faster
        }
        try {
            client.createLogStream(
                    request -> request.logGroupName(stream.group()).logStreamName(stream.name()));
        } catch (ResourceAlreadyExistsException e) {
            // somebody else was faster
        }
    }

    /** CloudWatch takes a request and leaves out what is too new, too old or expired; says how many these were. */
    private static int refused(
            List<LogBatches.Line> lines,
            @org.jspecify.annotations.Nullable RejectedLogEventsInfo info,
            Verdicts verdicts) {
        if (info == null) {
            return 0;
        }
        int refused = 0;
        for (int i = 0; i < lines.size(); i++) {
            String why = null;
            if (info.tooNewLogEventStartIndex() != null && i >= info.tooNewLogEventStartIndex()) {
                why = "more than two hours ahead";
            } else if (info.expiredLogEventEndIndex() != null && i < info.expiredLogEventEndIndex()) {
                why = "older than the log group keeps";
            } else if (info.tooOldLogEventEndIndex() != null && i < info.tooOldLogEventEndIndex()) {
                why = "more than two weeks ago";
            }
            if (why != null) {
                refused++;
                Event event = lines.get(i).event();
                verdicts.add(
                        List.of(event),
                        DeliveryException.permanent(
                                "its time, " + event.timestamp() + ", is " + why + ", which CloudWatch does not take"));
            }
        }
        return refused;
    }

    @Override
    public void close() {
        access.close();
    }

    @Override
    public String toString() {
        return "cloudwatch";
    }
}
