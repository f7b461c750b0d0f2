/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.dispatcher.api.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads events from a parser, one after the other. One thread. */
final class ObjectReader {

    private static final int MOST_DIGITS = 1000;

    private final JsonParser parser;
    private final byte[] body;
    private final int start;
    private final Limits limits;
    private final Stamp stamp;
    private final JsonStreamContext around;
    private boolean inside;
    private int line = 1;

    /**
     * @param start where in {@code body} the parser began
     */
    ObjectReader(JsonParser parser, byte[] body, int start, Limits limits, Stamp stamp) {
        this.parser = parser;
        this.body = body;
        this.start = start;
        this.limits = limits;
        this.stamp = stamp;
        JsonStreamContext here = parser.getParsingContext();
        this.around = here.inObject() ? here.getParent() : here;
    }

    /** Reads the event on whose first token the parser stands. Afterwards it stands on the last one, unless this throws. */
    Event event() throws IOException, Refusal {
        JsonLocation first = parser.currentTokenLocation();
        line = first.getLineNr();
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            inside = true;
            throw Refusal.of(null, "an event is a JSON object, not " + name(parser.currentToken()));
        }
        inside = true;
        Draft draft = new Draft(limits);
        object(draft, "", 0);
        inside = false;
        int from = start + (int) first.getByteOffset();
        int to = start + (int) parser.currentLocation().getByteOffset();
        if (to - from > limits.eventSize().bytes()) {
            throw Refusal.limit(
                    null,
                    "the event has " + (to - from) + " bytes, at most "
                            + limits.eventSize().bytes() + " are taken (limit 'event-size')");
        }
        int kinds = Bytes.kinds(body, from, to);
        if ((kinds & Bytes.ESCAPE) != 0) {
            draft.checkSurrogates();
        }
        boolean oneLine =
                (kinds & Bytes.CONTROL) == 0 && ((kinds & Bytes.WIDE) == 0 || !Bytes.hasLineSeparator(body, from, to));
        return draft.finish(stamp, oneLine ? body : null, from, to);
    }

    /** After a refusal: goes on to the event's last token. */
    void skip() throws IOException {
        if (!inside) {
            return;
        }
        inside = false;
        if (parser.hasToken(JsonToken.START_ARRAY) || parser.hasToken(JsonToken.START_OBJECT)) {
            parser.skipChildren();
        }
        while (parser.getParsingContext() != around && parser.nextToken() != null) {
            parser.skipChildren();
        }
    }

    /** Where the parser stands, or stood when the event was refused; from 1. */
    int line() {
        return inside ? parser.currentTokenLocation().getLineNr() : line;
    }

    private void object(Draft draft, String prefix, int depth) throws IOException, Refusal {
        String name = parser.nextFieldName();
        while (name != null) {
            value(draft, prefix.isEmpty() ? name : prefix + name, parser.nextToken(), depth);
            name = parser.nextFieldName();
        }
    }

    private void array(Draft draft, String prefix, int depth) throws IOException, Refusal {
        int index = 0;
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            value(draft, prefix + index++, token, depth);
            token = parser.nextToken();
        }
    }

    private void value(Draft draft, String name, JsonToken token, int depth) throws IOException, Refusal {
        switch (token) {
            case VALUE_STRING -> draft.add(name, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> draft.add(name, number(name));
            case VALUE_TRUE -> draft.add(name, true);
            case VALUE_FALSE -> draft.add(name, false);
            case VALUE_NULL -> draft.add(name, null);
            default -> {
                draft.container(name, name(token));
                draft.checkDepth(name, depth + 1);
                if (token == JsonToken.START_OBJECT) {
                    object(draft, name + '.', depth + 1);
                } else {
                    array(draft, name + '.', depth + 1);
                }
            }
        }
    }

    private Number number(String name) throws IOException, Refusal {
        if (parser.getTextLength() > MOST_DIGITS) {
            throw Refusal.limit(Draft.shown(name), "a number has at most " + MOST_DIGITS + " digits");
        }
        try {
            if (parser.hasToken(JsonToken.VALUE_NUMBER_FLOAT)) {
                return parser.getDecimalValue();
            }
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? parser.getBigIntegerValue()
                    : (Number) parser.getLongValue();
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw Refusal.limit(Draft.shown(name), "the number is too large to be kept as it is");
        }
    }

    static String name(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_NULL -> "null";
            default -> token.asString() == null ? "this" : token.asString();
        };
    }
}
