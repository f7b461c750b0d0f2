/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import dev.dispatcher.api.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;

/** Turns one scalar into the value of an option. */
final class Values {

    private Values() {}

    /** @throws IllegalArgumentException with the whole sentence; never holds a text that was substituted */
    static Object read(OptionType.Scalar type, Node.Scalar scalar, BindContext context) {
        String text = scalar.text();
        if (scalar.value() == null) {
            throw expected(type.expected(), scalar);
        }
        return switch (type) {
            case TEXT -> text;
            case BOOLEAN -> bool(type, scalar);
            case INT -> (int) whole(type, scalar, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(type, scalar, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> decimal(type, scalar);
            case DURATION -> duration(type, scalar);
            case SIZE -> size(type, scalar);
            case URI -> address(type, scalar);
            case PATH -> path(type, scalar, context);
            case SECRET -> secret(scalar);
            case TEMPLATE -> template(scalar, context);
        };
    }

    static Object choice(OptionType.Choice choice, Node.Scalar scalar) {
        List<String> names = choice.names();
        // a variable made for another program may say INFO
        String text = scalar.secret() ? scalar.text().toLowerCase(Locale.ROOT) : scalar.text();
        int index = names.indexOf(text);
        if (index >= 0) {
            return choice.type().getEnumConstants()[index];
        }
        String tail = scalar.secret() ? "" : Suggestion.tail(scalar.text(), names);
        throw new IllegalArgumentException(
                "expected one of " + String.join(", ", names) + ", not " + scalar.describe() + tail);
    }

    static IllegalArgumentException expected(String what, Node node) {
        return new IllegalArgumentException("expected " + what + ", not " + node.describe());
    }

    private static Object bool(OptionType.Scalar type, Node.Scalar scalar) {
        if (scalar.value() instanceof Boolean) {
            return scalar.value();
        }
        // the environment knows only texts, and each program had its own word for yes
        if (scalar.secret() && scalar.text().matches("(?i)true|yes|on")) {
            return true;
        }
        if (scalar.secret() && scalar.text().matches("(?i)false|no|off")) {
            return false;
        }
        throw expected(type.expected(), scalar);
    }

    private static long whole(OptionType.Scalar type, Node.Scalar scalar, long least, long most) {
        Object value = scalar.secret() && scalar.text().matches("[+-]?[0-9]{1,30}")
                ? new BigInteger(scalar.text())
                : scalar.value();
        if (value instanceof Long || value instanceof BigInteger) {
            BigInteger number = new BigInteger(value.toString());
            if (number.bitLength() < Long.SIZE && number.longValue() >= least && number.longValue() <= most) {
                return number.longValue();
            }
        } else if (value instanceof String text && !scalar.secret() && text.matches("[+-]?[0-9]+")) {
            throw new IllegalArgumentException("expected a whole number, not a text; leave the quotes out");
        }
        throw expected(
                value instanceof BigInteger || value instanceof Long ? type.expected() : "a whole number", scalar);
    }

    private static double decimal(OptionType.Scalar type, Node.Scalar scalar) {
        try {
            boolean number = scalar.value() instanceof Number;
            if (number || (scalar.secret() && scalar.text().length() < 100)) {
                double value = new BigDecimal(number ? String.valueOf(scalar.value()) : scalar.text()).doubleValue();
                if (Double.isFinite(value)) {
                    return value;
                }
            }
        } catch (NumberFormatException e) {
            throw expected(type.expected(), scalar);
        }
        throw expected(type.expected(), scalar);
    }

    private static Object duration(OptionType.Scalar type, Node.Scalar scalar) {
        try {
            return Durations.parse(scalar.text());
        } catch (IllegalArgumentException e) {
            boolean beyond = scalar.text().matches(Durations.PATTERN);
            throw expected(type.expected() + (beyond ? ", at most 36500d" : ""), scalar);
        }
    }

    private static Object size(OptionType.Scalar type, Node.Scalar scalar) {
        try {
            return ByteSize.parse(scalar.text());
        } catch (IllegalArgumentException e) {
            throw expected(type.expected(), scalar);
        }
    }

    /** An address often holds a secret, also where it stands in the file: it is never shown. */
    private static Object address(OptionType.Scalar type, Node.Scalar scalar) {
        String problem;
        try {
            URI uri = new URI(scalar.text());
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (uri.getScheme() != null && (uri.getHost() != null || !web)) {
                return uri;
            }
            problem = uri.getScheme() == null ? "it does not begin with http:// or the like" : "it has no host";
        } catch (URISyntaxException e) {
            String index = e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1);
            problem = scalar.text().isEmpty() ? "it is empty" : e.getReason().toLowerCase(Locale.ROOT) + index;
        }
        throw new IllegalArgumentException("expected " + type.expected() + "; " + problem);
    }

    private static Object path(OptionType.Scalar type, Node.Scalar scalar, BindContext context) {
        try {
            if (!scalar.text().isEmpty()) {
                return context.base().resolve(scalar.text()).normalize();
            }
        } catch (InvalidPathException e) {
            throw expected(type.expected(), scalar);
        }
        throw expected(type.expected(), scalar);
    }

    private static Object secret(Node.Scalar scalar) {
        if (scalar.text().isEmpty()) {
            throw new IllegalArgumentException("expected a text, but it is empty");
        }
        return new Secret(scalar.text());
    }

    private static Object template(Node.Scalar scalar, BindContext context) {
        try {
            return context.templates().compile(scalar.text());
        } catch (IllegalArgumentException e) {
            String reason = Masking.of(scalar.filled()).mask(String.valueOf(e.getMessage()));
            throw new IllegalArgumentException("not a template: " + reason, e);
        }
    }
}
