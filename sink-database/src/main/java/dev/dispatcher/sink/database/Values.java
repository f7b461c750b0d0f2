/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Json;
import dev.dispatcher.api.Template;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what an event has into what a column takes. Any number of threads. */
final class Values {

    /** More digits than any database takes; a number with so many zeros must not be written out. */
    private static final int MOST_DIGITS = 130_000;

    private final Json json;

    Values(Json json) {
        this.json = json;
    }

    /** @throws DeliveryException permanent, when this event has nothing that the column can take */
    @Nullable
    Object of(Event event, Column column) throws DeliveryException {
        DatabaseOptions.Column filling = column.filling();
        boolean asJson = column.kind() == Kind.JSON
                || filling.as() == DatabaseOptions.As.JSON
                || filling.as() == DatabaseOptions.As.EVENT;
        if (filling.as() == DatabaseOptions.As.EVENT) {
            return written(event.fields(), column);
        }
        if (filling.template().isPresent()) {
            Template template = filling.template().get();
            String text = asJson
                    ? template.render(event, Template.Escape.JSON, () -> "null")
                    : template.render(event, Template.Escape.NONE, () -> "");
            // a template that gives nothing has nothing to say, which only a text can hold
            boolean nothing = text.isBlank() && column.kind() != Kind.TEXT;
            return nothing ? null : converted(clean(text), column);
        }
        Object value = event.get(filling.field().orElse(column.name()));
        if (value == null) {
            return null;
        }
        return asJson ? written(value, column) : converted(value instanceof String text ? clean(text) : value, column);
    }

    private Object written(Object value, Column column) throws DeliveryException {
        Object cleaned = value;
        if (value instanceof Map<?, ?> fields) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            fields.forEach((name, each) ->
                    copy.put(clean(String.valueOf(name)), each instanceof String text ? clean(text) : each));
            cleaned = copy;
        } else if (value instanceof String text) {
            cleaned = clean(text);
        }
        return converted(new String(json.write(cleaned), StandardCharsets.UTF_8), column);
    }

    /** Half characters and NUL, which no database takes as text, become the replacement character. */
    static String clean(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                if (out == null) {
                    out = new StringBuilder(text);
                }
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out == null ? text : out.toString();
    }

    private static Object converted(Object value, Column column) throws DeliveryException {
        try {
            return switch (column.kind()) {
                case TEXT, JSON, OTHER -> value.toString();
                case BINARY -> value.toString().getBytes(StandardCharsets.UTF_8);
                case INTEGER -> integer(value);
                case NUMBER -> number(value);
                case DOUBLE -> floating(value);
                case BOOLEAN -> bool(value);
                case TIMESTAMP_WITH_ZONE -> time(value);
                case TIMESTAMP -> time(value).atZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
                case DATE -> date(value);
            };
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            String shown = value.toString();
            throw DeliveryException.permanent("the column " + column.name() + " takes "
                    + column.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", not '"
                    + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown) + "'");
        }
    }

    private static BigDecimal number(Object value) {
        if (value instanceof Boolean || value.toString().length() > MOST_DIGITS) {
            throw new NumberFormatException();
        }
        BigDecimal number = new BigDecimal(value.toString().trim());
        if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS) {
            throw new NumberFormatException();
        }
        return number;
    }

    private static Object integer(Object value) {
        if (value instanceof Long) {
            return value;
        }
        BigDecimal number = number(value);
        // beyond any integer, and dear to write out
        if ((long) number.precision() - number.scale() > 40) {
            throw new NumberFormatException();
        }
        BigInteger whole = number.toBigIntegerExact();
        return whole.bitLength() < 64 ? (Object) whole.longValueExact() : new BigDecimal(whole);
    }

    private static double floating(Object value) {
        double number = number(value).doubleValue();
        if (Double.isInfinite(number)) {
            throw new NumberFormatException();
        }
        return number;
    }

    private static boolean bool(Object value) {
        return switch (value.toString().trim().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw new NumberFormatException();
        };
    }

    /** A time without a zone is UTC, a day alone its beginning. */
    private static OffsetDateTime time(Object value) {
        String text = value.toString().trim();
        if (text.length() > 10 && text.charAt(10) == ' ') {
            text = text.substring(0, 10) + 'T' + text.substring(11);
        }
        TemporalAccessor parsed = text.indexOf('T') < 0
                ? LocalDate.parse(text)
                : DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        if (parsed instanceof OffsetDateTime time) {
            return time.withOffsetSameInstant(ZoneOffset.UTC);
        }
        LocalDateTime time = parsed instanceof LocalDate day ? day.atStartOfDay() : (LocalDateTime) parsed;
        return time.atOffset(ZoneOffset.UTC);
    }

    private static LocalDate date(Object value) {
        return time(value).toLocalDate();
    }

    static void bind(PreparedStatement statement, int index, @Nullable Object value, Kind kind) throws SQLException {
        if (value == null) {
            statement.setNull(index, typeOf(kind));
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else {
            statement.setObject(index, value);
        }
    }

    private static int typeOf(Kind kind) {
        return switch (kind) {
            case INTEGER -> Types.BIGINT;
            case NUMBER -> Types.NUMERIC;
            case DOUBLE -> Types.DOUBLE;
            case BOOLEAN -> Types.BOOLEAN;
            case TIMESTAMP -> Types.TIMESTAMP;
            case TIMESTAMP_WITH_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
            case DATE -> Types.DATE;
            case BINARY -> Types.VARBINARY;
            case TEXT -> Types.VARCHAR;
            case JSON, OTHER -> Types.NULL;
        };
    }
}
