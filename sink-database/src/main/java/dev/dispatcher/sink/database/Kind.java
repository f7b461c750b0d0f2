/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import java.sql.Types;
import java.util.Locale;

/** What a column of the database holds, as far as it matters for filling it. */
enum Kind {
    TEXT,
    INTEGER,
    NUMBER,
    DOUBLE,
    BOOLEAN,
    TIMESTAMP,
    TIMESTAMP_WITH_ZONE,
    DATE,
    JSON,
    BINARY,
    /** Whatever the database reads from a text: uuid, inet, an enumeration. */
    OTHER;

    /** @param name the database's own name of the type */
    static Kind of(int type, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("json") || lower.equals("jsonb")) {
            return JSON;
        }
        if (lower.equals("uuid") || lower.equals("money")) {
            return OTHER;
        }
        if (lower.equals("timestamptz") || lower.equals("timestamp with time zone")) {
            return TIMESTAMP_WITH_ZONE;
        }
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> NUMBER;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> lower.equals("decfloat") ? NUMBER : DOUBLE;
            case Types.BOOLEAN -> BOOLEAN;
            case Types.BIT -> lower.startsWith("bool") ? BOOLEAN : OTHER;
            case Types.TIMESTAMP -> TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TIMESTAMP_WITH_ZONE;
            case Types.DATE -> DATE;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BINARY;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> TEXT;
            default -> lower.equals("decfloat") ? NUMBER : OTHER;
        };
    }
}
