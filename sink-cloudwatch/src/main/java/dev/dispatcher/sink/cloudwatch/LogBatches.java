/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Log events by stream, in the order and within the limits that PutLogEvents has. */
final class LogBatches {

    static final int MOST_BYTES = 1_048_576;
    static final int BYTES_EACH = 26;
    private static final int MOST_EVENTS = 10_000;
    private static final long SPAN = Duration.ofHours(24).toMillis();

    /** Where log events go. */
    record Stream(String group, String name) {}

    /**
     * One log event.
     *
     * @param bytes as CloudWatch counts them
     */
    record Line(Stream stream, long millis, String text, int bytes, Event event) {}

    private final Map<Stream, List<Line>> streams = new LinkedHashMap<>();

    void add(Line line) {
        streams.computeIfAbsent(line.stream(), none -> new ArrayList<>()).add(line);
    }

    /** Each is for one stream, in the order of time. */
    List<List<Line>> requests() {
        List<List<Line>> requests = new ArrayList<>();
        for (List<Line> lines : streams.values()) {
            lines.sort(Comparator.comparingLong(Line::millis));
            int from = 0;
            int bytes = 0;
            for (int i = 0; i < lines.size(); i++) {
                Line line = lines.get(i);
                boolean full = i - from == MOST_EVENTS
                        || bytes + line.bytes() > MOST_BYTES
                        || line.millis() - lines.get(from).millis() >= SPAN;
                if (i > from && full) {
                    requests.add(lines.subList(from, i));
                    from = i;
                    bytes = 0;
                }
                bytes += line.bytes();
            }
            requests.add(lines.subList(from, lines.size()));
        }
        return requests;
    }
}
