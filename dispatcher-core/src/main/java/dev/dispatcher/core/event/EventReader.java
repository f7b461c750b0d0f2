/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Reads canonical events from bytes and maps. An event whose bytes need no change, or only fields in front, keeps them, so
 * that nothing has to write it again.
 *
 * <p>A JSON body with a syntax error is wrong as a whole; of NDJSON only the line is. An array with more events than the
 * limit is wrong as a whole too. A byte order mark in front is skipped.
 */
public final class EventReader implements Events {

    /** Numbers, names and duplicates are checked per event, so that one bad event does not hide the others. */
    private static final JsonFactory FACTORY = JacksonJson.FACTORY
            .rebuild()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final Limits limits;
    private final Clock clock;
    private final Ids ids;
    private final Counts counts;

    public EventReader(Limits limits, Clock clock, Ids ids, Counts counts) {
        this.limits = limits;
        this.clock = clock;
        this.ids = ids;
        this.counts = counts;
    }

    @Override
    public Reading read(byte[] body, Format format) {
        Findings findings = new Findings();
        Stamp stamp = new Stamp(clock, ids);
        int start =
                body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF ? 3 : 0;
        if (format == Format.JSON) {
            document(body, start, findings, stamp);
        } else {
            lines(body, start, findings, stamp);
        }
        int refused = findings.refused();
        if (refused > 0) {
            counts.refused(refused);
        }
        return findings.reading();
    }

    @Override
    public Event event(Map<String, ?> fields) {
        try {
            return MapEvent.of(fields, limits, new Stamp(clock, ids));
        } catch (Refusal refusal) {
            counts.refused(1);
            String field = refusal.field();
            throw new IllegalArgumentException((field == null ? "" : "field '" + field + "': ") + refusal.text());
        }
    }

    /** What it lets an event have. */
    public Limits limits() {
        return limits;
    }

    /** Counts what was received and will not reach intake, without an event having been made of it. */
    public void refused(int events) {
        counts.refused(events);
    }

    @Override
    public void refuse(List<Event> events) {
        if (!events.isEmpty()) {
            counts.refused(events.size());
        }
    }

    private void document(byte[] body, int start, Findings findings, Stamp stamp) {
        int wrong = Encoding.wrongAt(body, start, body.length);
        if (wrong >= 0) {
            findings.whole(Bytes.line(body, start, wrong), Encoding.describe(body, start, wrong), false);
            return;
        }
        try (JsonParser parser = FACTORY.createParser(body, start, body.length - start)) {
            JsonToken token = parser.nextToken();
            ObjectReader reader = new ObjectReader(parser, body, start, limits, stamp);
            if (token == JsonToken.START_OBJECT) {
                one(reader, findings);
            } else if (token == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (findings.total() == limits.events()) {
                        tooMany(findings, reader.line());
                        return;
                    }
                    one(reader, findings);
                }
            } else if (token != null) {
                findings.next();
                findings.whole(
                        1, "a JSON object or an array of them is expected, not " + ObjectReader.name(token), false);
                return;
            }
            if (findings.total() == 0) {
                findings.whole(
                        1, token == null ? "no event: the body is empty" : "no event: the array is empty", false);
            } else if (parser.nextToken() != null) {
                findings.whole(
                        reader.line(),
                        "something follows the JSON; several events belong into an array, or one per line with the"
                                + " content type application/x-ndjson",
                        false);
            }
        } catch (IOException e) {
            findings.whole(Encoding.line(e), Encoding.describe(e), e instanceof StreamConstraintsException);
        }
    }

    private void lines(byte[] body, int start, Findings findings, Stamp stamp) {
        int line = 0;
        int next = start;
        while (next < body.length) {
            int from = next;
            int to = Bytes.endOfLine(body, from);
            next = to + 1;
            line++;
            if (Bytes.blank(body, from, to)) {
                continue;
            }
            if (findings.total() == limits.events()) {
                tooMany(findings, line);
                return;
            }
            findings.next();
            line(body, from, to, line, findings, stamp);
        }
        if (findings.total() == 0) {
            findings.whole(1, "no event: the body is empty", false);
        }
    }

    private void line(byte[] body, int from, int to, int line, Findings findings, Stamp stamp) {
        int wrong = Encoding.wrongAt(body, from, to);
        if (wrong >= 0) {
            findings.bad(line, null, Encoding.describe(body, from, wrong), false);
            return;
        }
        try (JsonParser parser = FACTORY.createParser(body, from, to - from)) {
            ObjectReader reader = new ObjectReader(parser, body, from, limits, stamp);
            parser.nextToken();
            Event event = reader.event();
            if (parser.nextToken() == null) {
                findings.good(event);
            } else {
                findings.bad(line, null, "something follows the JSON object; one event per line is expected", false);
            }
        } catch (Refusal refusal) {
            findings.bad(line, refusal.field(), refusal.text(), refusal.limit());
        } catch (IOException e) {
            findings.bad(line, null, Encoding.describe(e), e instanceof StreamConstraintsException);
        }
    }

    /** The parser stands on the event's first token. */
    private static void one(ObjectReader reader, Findings findings) throws IOException {
        findings.next();
        try {
            findings.good(reader.event());
        } catch (Refusal refusal) {
            findings.bad(reader.line(), refusal.field(), refusal.text(), refusal.limit());
            reader.skip();
        }
    }

    private void tooMany(Findings findings, int line) {
        findings.next();
        findings.whole(line, "more than " + limits.events() + " events in one body (limit 'events')", true);
    }
}
