/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.DeliveryException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;

/** What a failure of the database means for the next attempt, by its SQLState. */
enum Verdict {
    /** Another attempt may help: the connection, the server, its resources, or who else writes there. */
    AGAIN,
    /** This row is at fault, whatever its neighbours are. */
    ROW,
    /** Who asks is not let in, or may not do this. */
    DENIED,
    /** The statement itself can never be right: no such table, no such column. */
    NEVER;

    private static final String UNIQUE = "23505";

    static Verdict of(SQLException failure) {
        String state = state(failure);
        if (state.equals("42501")) {
            return DENIED;
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "25", "40", "53", "55", "57", "58", "HY", "XX" -> AGAIN;
            case "21", "22", "23", "44", "P0" -> ROW;
            case "28" -> DENIED;
            case "0A", "26", "34", "42" -> NEVER;
            default -> byClass(failure);
        };
    }

    /** Databases have states of their own, such as H2's of five digits. */
    private static Verdict byClass(SQLException failure) {
        for (Throwable each : failure) {
            if (each instanceof SQLTransientException
                    || each instanceof SQLRecoverableException
                    || each instanceof SQLNonTransientConnectionException) {
                return AGAIN;
            }
            if (each instanceof java.sql.SQLDataException
                    || each instanceof java.sql.SQLIntegrityConstraintViolationException) {
                return ROW;
            }
            if (each instanceof java.sql.SQLInvalidAuthorizationSpecException) {
                return DENIED;
            }
            if (each instanceof java.sql.SQLSyntaxErrorException
                    || each instanceof java.sql.SQLFeatureNotSupportedException) {
                return NEVER;
            }
        }
        // unknown: losing events is the worse mistake
        return AGAIN;
    }

    /** True when the row is there already. */
    static boolean isThere(SQLException failure) {
        return state(failure).equals(UNIQUE) || state(failure).equals("23000");
    }

    private static String state(SQLException failure) {
        for (Throwable each : failure) {
            if (each instanceof SQLException known && known.getSQLState() != null) {
                return known.getSQLState();
            }
        }
        return "";
    }

    /** @param secrets are not shown, whoever put them into a message */
    DeliveryException exception(SQLException failure, List<String> secrets) {
        String message = message(failure, secrets);
        return switch (this) {
            case AGAIN ->
                DeliveryException.retryable(
                        state(failure).startsWith("08")
                                ? DeliveryException.Reason.CONNECTION
                                : DeliveryException.Reason.SERVER,
                        message,
                        null);
            case DENIED -> DeliveryException.unauthorized(message);
            case ROW, NEVER -> DeliveryException.permanent(message);
        };
    }

    private static String message(SQLException failure, List<String> secrets) {
        String text = "";
        for (Throwable each : failure) {
            // the last one is the database's own; those around it repeat the statement or tell of the pool
            if (each instanceof SQLException && each.getMessage() != null) {
                text = each.getMessage();
            }
        }
        for (String secret : secrets) {
            text = text.replace(secret, "****");
        }
        text = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        text = text.length() > 400 ? text.substring(0, 400) + "…" : text;
        String state = state(failure);
        return "the database said: " + text + (state.isEmpty() ? "" : " (" + state + ")");
    }
}
