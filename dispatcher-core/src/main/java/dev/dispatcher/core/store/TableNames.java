/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

/**
 * Whether a changelog keeps to names with its owner's prefix. Every change is asked for its fields that name a table, view,
 * sequence or index; texts of SQL are searched for the names behind the words that take one. Done before anything is applied.
 * It finds mistakes; malice has the JVM anyway.
 */
final class TableNames {

    private static final Pattern FIELD = Pattern.compile("(?i).*(table|view|sequence|index)Name");

    private static final Pattern IN_SQL = Pattern.compile(
            "(?is)\\b(?:table|view|sequence|index|into|update|from|join|truncate)\\s+(?:(?:only|concurrently)\\s+)?"
                    + "(?:if\\s+(?:not\\s+)?exists\\s+)?\"?([a-z_][a-z0-9_$.]*)\"?");

    /** Words that may follow the ones above without being a name. */
    private static final Set<String> WORDS =
            Set.of("set", "select", "on", "concurrently", "if", "lateral", "unnest", "only");

    private TableNames() {}

    /** @throws SQLException naming what does not keep to it */
    static void check(Changelog changelog, DatabaseChangeLog log) throws SQLException {
        Set<String> strangers = new TreeSet<>();
        for (ChangeSet set : log.getChangeSets()) {
            for (Change change : set.getChanges()) {
                if (change instanceof AbstractSQLChange sql) {
                    inSql(changelog, String.valueOf(sql.getSql()), strangers);
                } else {
                    fields(changelog, change, strangers);
                }
            }
        }
        if (!strangers.isEmpty()) {
            throw new SQLException(
                    "the changelog " + changelog.path() + " of " + changelog.owner() + " may only name what begins"
                            + " with '" + changelog.prefix() + "', not " + String.join(", ", strangers));
        }
    }

    private static void fields(Changelog changelog, Change change, Set<String> strangers) {
        for (String field : change.getSerializableFields()) {
            if (FIELD.matcher(field).matches()
                    && change.getSerializableFieldValue(field) instanceof String name
                    && !belongs(changelog, name)) {
                strangers.add(name);
            }
        }
    }

    private static void inSql(Changelog changelog, String sql, Set<String> strangers) {
        Matcher matcher = IN_SQL.matcher(sql.replaceAll("'(?:[^']|'')*'", "''").replaceAll("--[^\\n]*", " "));
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!WORDS.contains(name.toLowerCase(Locale.ROOT)) && !belongs(changelog, name)) {
                strangers.add(name);
            }
        }
    }

    private static boolean belongs(Changelog changelog, String name) {
        return name.isEmpty() || name.toLowerCase(Locale.ROOT).startsWith(changelog.prefix());
    }
}
