/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** In what databases differ. */
enum Dialect {
    POSTGRESQL,
    MYSQL,
    H2,
    STANDARD;

    static Dialect of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        if (name.contains("postgresql") || name.contains("sqlite")) {
            return POSTGRESQL;
        }
        if (name.contains("mysql") || name.contains("mariadb")) {
            return MYSQL;
        }
        return name.equals("h2") ? H2 : STANDARD;
    }

    /** What a created column is. */
    String type(DatabaseOptions.As as) {
        return switch (as) {
            case TEXT -> this == STANDARD || this == MYSQL ? "varchar(4000)" : "varchar";
            case INTEGER -> "bigint";
            case NUMBER ->
                switch (this) {
                    case POSTGRESQL -> "numeric";
                    case H2 -> "decfloat";
                    default -> "decimal(38, 10)";
                };
            case DOUBLE -> "double precision";
            case BOOLEAN -> "boolean";
            case TIMESTAMP -> this == POSTGRESQL || this == H2 ? "timestamp with time zone" : "timestamp";
            case JSON, EVENT ->
                switch (this) {
                    case POSTGRESQL -> "jsonb";
                    case STANDARD -> "clob";
                    default -> "json";
                };
        };
    }

    /** A text in a key must have an end where the database asks for one. */
    String keyType(DatabaseOptions.As as) {
        return this == MYSQL && as == DatabaseOptions.As.TEXT ? "varchar(255)" : type(as);
    }

    /** True when two writers of a new row may both find it missing, so that the second fails and would find it now. */
    boolean racesOnUpsert() {
        return this == H2 || this == STANDARD;
    }

    /** The statement that writes one row, with one parameter for each of the columns, in their order. */
    String write(Table table) {
        List<String> names = table.columns().stream().map(Column::quoted).toList();
        String insert = "insert into " + table.quoted() + " (" + String.join(", ", names) + ") values ("
                + table.columns().stream().map(this::parameter).collect(Collectors.joining(", ")) + ")";
        if (table.key().isEmpty()) {
            return insert;
        }
        return switch (this) {
            case POSTGRESQL -> insert + " on conflict (" + quoted(table.key()) + ") " + onConflict(table);
            case MYSQL -> insert + " on duplicate key update " + onDuplicate(table);
            default -> merge(table, names);
        };
    }

    private static String onConflict(Table table) {
        return table.updated().isEmpty()
                ? "do nothing"
                : "do update set "
                        + table.updated().stream()
                                .map(each -> each.quoted() + " = excluded." + each.quoted())
                                .collect(Collectors.joining(", "));
    }

    private static String onDuplicate(Table table) {
        if (table.updated().isEmpty()) {
            String first = table.key().get(0).quoted();
            return first + " = " + first;
        }
        return table.updated().stream()
                .map(each -> each.quoted() + " = values(" + each.quoted() + ")")
                .collect(Collectors.joining(", "));
    }

    private String merge(Table table, List<String> names) {
        String parameters = table.columns().stream().map(this::typed).collect(Collectors.joining(", "));
        String found = table.updated().isEmpty()
                ? ""
                : " when matched then update set "
                        + table.updated().stream()
                                .map(each -> each.quoted() + " = s." + each.quoted())
                                .collect(Collectors.joining(", "));
        return "merge into " + table.quoted() + " t using (values (" + parameters + ")) s (" + String.join(", ", names)
                + ") on ("
                + table.key().stream()
                        .map(each -> "t." + each.quoted() + " = s." + each.quoted())
                        .collect(Collectors.joining(" and "))
                + ")" + found + " when not matched then insert (" + String.join(", ", names) + ") values ("
                + names.stream().map(name -> "s." + name).collect(Collectors.joining(", ")) + ")";
    }

    private String parameter(Column column) {
        return this == H2 && column.kind() == Kind.JSON ? "? format json" : "?";
    }

    /** H2 does not guess the type of a parameter in a list of values. */
    private String typed(Column column) {
        if (this != H2) {
            return "?";
        }
        return switch (column.kind()) {
            case JSON -> "? format json";
            case INTEGER -> "cast(? as bigint)";
            case NUMBER -> "cast(? as decfloat)";
            case DOUBLE -> "cast(? as double precision)";
            case BOOLEAN -> "cast(? as boolean)";
            case TIMESTAMP -> "cast(? as timestamp(9))";
            case TIMESTAMP_WITH_ZONE -> "cast(? as timestamp(9) with time zone)";
            case DATE -> "cast(? as date)";
            case BINARY -> "cast(? as varbinary)";
            case TEXT, OTHER -> "cast(? as varchar)";
        };
    }

    private static String quoted(List<Column> columns) {
        return columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
    }
}
