/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.AbstractResource;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.Resource;
import liquibase.ui.LoggerUIService;

/**
 * Liquibase, run under the dispatcher's own class loader: a plugin's is where changelogs are read from, and nothing more.
 * Each owner has its own book of what was applied ({@code PREFIXchangelog}), so that names of changesets and files never
 * clash.
 */
final class Liquid {

    static {
        // it would send usage statistics to its maker
        System.setProperty("liquibase.analytics.enabled", "false");
        System.setProperty("liquibase.showBanner", "false");
    }

    private Liquid() {}

    /** @throws SQLException with what the library said */
    static void update(Changelog changelog, Connection connection) throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader own = Liquid.class.getClassLoader();
        thread.setContextClassLoader(own);
        try {
            Map<String, Object> surroundings = new HashMap<>();
            surroundings.put(Scope.Attr.classLoader.name(), own);
            surroundings.put(Scope.Attr.ui.name(), new LoggerUIService());
            surroundings.put(Scope.Attr.logService.name(), new LiquidLog());
            Resources resources = new Resources(changelog);
            surroundings.put(Scope.Attr.resourceAccessor.name(), resources);
            Scope.child(surroundings, () -> apply(changelog, connection, resources));
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw asSql(changelog, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void apply(Changelog changelog, Connection connection, Resources resources) throws Exception {
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        database.setDatabaseChangeLogTableName(changelog.prefix() + "changelog");
        database.setDatabaseChangeLogLockTableName(changelog.prefix() + "changelog_lock");
        try {
            Liquibase liquibase = new Liquibase(changelog.path(), resources, database);
            TableNames.check(changelog, liquibase.getDatabaseChangeLog());
            // nobody else can be at it: whoever held the lock was killed
            LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            liquibase.update(new Contexts(), new LabelExpression());
        } finally {
            LockServiceFactory.getInstance().resetAll();
        }
    }

    /** The last cause says what; those before it only that. */
    private static SQLException asSql(Changelog changelog, Exception failure) {
        Throwable last = failure;
        SQLException sql = null;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            last = each;
            sql = each instanceof SQLException found ? found : sql;
        }
        String why = String.valueOf(last.getMessage() == null ? last : last.getMessage())
                .replaceAll("\\s+", " ");
        String message = "the changelog " + changelog.path() + " of " + changelog.owner() + " cannot be applied: "
                + why.substring(0, Math.min(500, why.length()));
        return sql == null
                ? new SQLException(message, failure)
                : new SQLException(message, sql.getSQLState(), sql.getErrorCode(), failure);
    }

    /** The changelog's own files, and the library's schemas. */
    private static final class Resources extends AbstractResourceAccessor {

        private static final String SCHEMAS = "www.liquibase.org/";

        private final Changelog changelog;

        Resources(Changelog changelog) {
            this.changelog = changelog;
        }

        @Override
        public List<Resource> getAll(String path) {
            String name = path.replace("classpath:", "");
            URL url = name.startsWith(SCHEMAS) ? Liquid.class.getClassLoader().getResource(name) : changelog.url(name);
            return url == null ? List.of() : List.of(new Found(name, url));
        }

        @Override
        public List<Resource> search(String path, boolean recursive) {
            throw new UnsupportedOperationException(
                    "includeAll cannot be used in a plugin's changelog: name each file");
        }

        @Override
        public List<String> describeLocations() {
            return List.of("the plugin's resources");
        }

        @Override
        public void close() {
            // nothing stays open
        }
    }

    private static final class Found extends AbstractResource {

        private final URL url;

        Found(String path, URL url) {
            super(path, java.net.URI.create("plugin:/" + path.replace(' ', '_')));
            this.url = url;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return Changelog.open(url);
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public Resource resolve(String other) {
            throw new UnsupportedOperationException("a changelog names other files by their whole path: " + other);
        }

        @Override
        public Resource resolveSibling(String other) {
            throw new UnsupportedOperationException("a changelog names other files by their whole path: " + other);
        }
    }
}
