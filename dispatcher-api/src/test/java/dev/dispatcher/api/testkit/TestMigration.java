/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Makes the tables of a changelog as the dispatcher does, and looks at their names afterwards. */
final class TestMigration {

    static {
        // nothing is sent to the maker of the library
        System.setProperty("liquibase.analytics.enabled", "false");
    }

    private TestMigration() {}

    static synchronized void run(DataSource source, String changelog, String type, ClassLoader loader) {
        if (loader.getResource(changelog) == null) {
            throw new IllegalArgumentException("there is no changelog " + changelog + " among the resources");
        }
        try (Connection connection = source.getConnection()) {
            Set<String> before = tables(connection);
            String prefix = type == null ? "" : prefix(type);
            ClassLoaderResourceAccessor resources = new ClassLoaderResourceAccessor(loader);
            Scope.child(
                    Map.of(Scope.Attr.ui.name(), new LoggerUIService(), Scope.Attr.resourceAccessor.name(), resources),
                    () -> apply(changelog, connection, resources, prefix));
            if (!connection.getAutoCommit()) {
                connection.commit();
                connection.setAutoCommit(true);
            }
            Set<String> strangers = tables(connection);
            strangers.removeAll(before);
            strangers.removeIf(each -> each.startsWith(prefix));
            if (!strangers.isEmpty()) {
                throw new IllegalStateException(
                        "names of tables must begin with " + prefix + ", which these do not: " + strangers);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the changelog " + changelog + " cannot be applied: " + e.getMessage(), e);
        }
    }

    private static void apply(
            String changelog, Connection connection, ClassLoaderResourceAccessor resources, String prefix)
            throws Exception {
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        database.setDatabaseChangeLogTableName(prefix + "changelog");
        database.setDatabaseChangeLogLockTableName(prefix + "changelog_lock");
        Liquibase liquibase = new Liquibase(changelog, resources, database);
        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
        liquibase.update(new Contexts(), new LabelExpression());
    }

    private static String prefix(String type) {
        return type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_") + "_";
    }

    private static Set<String> tables(Connection connection) throws SQLException {
        DatabaseMetaData facts = connection.getMetaData();
        Set<String> names = new TreeSet<>();
        try (ResultSet found = facts.getTables(
                null, connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE", "VIEW", "SEQUENCE"})) {
            while (found.next()) {
                names.add(found.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
