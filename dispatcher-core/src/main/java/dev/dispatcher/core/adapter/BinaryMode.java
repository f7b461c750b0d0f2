/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import dev.dispatcher.api.Route.Request;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CloudEvent whose attributes are {@code ce-} headers, and whose data is the body. */
final class BinaryMode {

    private static final String PREFIX = "ce-";

    private BinaryMode() {}

    static CloudEvent read(Request request) throws CloudEvent.Wrong {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            if (!header.getKey().startsWith(PREFIX) || header.getValue().isEmpty()) {
                continue;
            }
            String name = header.getKey().substring(PREFIX.length());
            if (header.getValue().size() > 1) {
                throw new CloudEvent.Wrong(name, "the header is there twice");
            }
            if (name.equals("data") || name.equals("data_base64") || name.equals("datacontenttype")) {
                throw new CloudEvent.Wrong(
                        name, "in binary mode the body is the data, and Content-Type says what it is");
            }
            attributes.put(name, decoded(name, header.getValue().get(0)));
        }
        String type = request.header("content-type");
        if (type != null && !type.isBlank()) {
            attributes.put("datacontenttype", type.strip());
        }
        return CloudEvent.of(attributes, request.body());
    }

    /** Percent-encoded UTF-8, perhaps in quotes. */
    private static String decoded(String name, String value) throws CloudEvent.Wrong {
        String text = unquoted(value.strip());
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '%') {
                boolean room = i + 2 < text.length();
                int high = room ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = room ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new CloudEvent.Wrong(name, "a percent sign is followed by two hexadecimal digits");
                }
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                i++;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CloudEvent.Wrong(name, "what is percent-encoded is not UTF-8");
        }
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length() - 1) {
                i++;
            }
            out.append(value.charAt(i));
        }
        return out.toString();
    }
}
