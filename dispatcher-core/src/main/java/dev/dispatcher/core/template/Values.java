/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import dev.dispatcher.core.json.JacksonJson;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values of an event look in a template. */
final class Values {

    /** A number with more digits than this is text in a template: counting with 1e999999999 would take all memory. */
    private static final int DIGITS = 40;

    /** A longer text is no number that a filter counts with. */
    static final int LONGEST_NUMBER = 100;

    private static final JacksonJson JSON = new JacksonJson();

    private Values() {}

    static @Nullable Object lend(@Nullable Object value) {
        if (value instanceof BigDecimal decimal && unwieldy(decimal)) {
            return decimal.toString();
        }
        if (value instanceof BigInteger integer && integer.bitLength() > DIGITS * 3) {
            return integer.toString();
        }
        return value;
    }

    static boolean unwieldy(BigDecimal decimal) {
        return decimal.precision() > DIGITS || decimal.scale() > DIGITS || decimal.scale() < -DIGITS;
    }

    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal decimal) {
            return unwieldy(decimal) ? decimal.toString() : decimal.toPlainString();
        }
        if (value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof SafeString) {
            return value.toString();
        }
        return value instanceof Map<?, ?> || value instanceof List<?> ? json(value) : "";
    }

    static String json(@Nullable Object value) {
        Object plain = value instanceof SafeString safe ? safe.toString() : value;
        return new String(JSON.write(plain), StandardCharsets.UTF_8);
    }
}
