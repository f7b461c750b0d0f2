/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dispatcher.api.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON by Jackson, in plain values only. A mapper that has seen a plugin's class would keep its loader alive, so other
 * types are refused.
 */
public final class JacksonJson implements Json {

    /** Shared by everything in the host that reads JSON: strict about duplicates, bounded in depth and number length. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxNumberLength(1000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Apart, since it takes some hundred classes that a short command, which only needs the factory, does without. */
    private static final class Mapper {
        static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();
    }

    @Override
    public byte[] write(@Nullable Object value) {
        try {
            return Mapper.MAPPER.writeValueAsBytes(checked(value));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /** For people: indented. */
    public String pretty(@Nullable Object value) {
        try {
            return Mapper.PRETTY.writeValueAsString(checked(value));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable Object read(byte[] bytes) throws IOException {
        try (JsonParser parser = Mapper.MAPPER.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new JsonParseException(parser, "nothing is there");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the JSON document");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IOException(described(e), e);
        }
    }

    /** For those who wrote the JSON, who know nothing of the parser. */
    private static String described(JsonProcessingException e) {
        String reason = String.valueOf(e.getOriginalMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll(" \\(start marker.*", "")
                .replaceAll(", from `[^`]*`", "");
        JsonLocation at = e.getLocation();
        return at == null ? reason : reason + ", in line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** By hand, since the mapper cannot give a Long for a small integer and a BigInteger for a big one. */
    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Number) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private static @Nullable Object checked(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                if (!(key instanceof String)) {
                    throw new IllegalArgumentException("a key of a JSON object must be a text, not " + key);
                }
                checked(inner);
            });
            return value;
        }
        if (value instanceof List<?> list) {
            list.forEach(JacksonJson::checked);
            return value;
        }
        throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
    }
}
