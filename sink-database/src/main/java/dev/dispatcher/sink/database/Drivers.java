/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The JDBC drivers that lie beside this plugin. */
final class Drivers {

    private Drivers() {}

    /** @throws IllegalArgumentException when none of them takes the address; names them, not the address */
    static Driver taking(String jdbc) {
        List<String> known = new ArrayList<>();
        Driver found = null;
        var offers =
                ServiceLoader.load(Driver.class, Drivers.class.getClassLoader()).iterator();
        while (found == null) {
            try {
                if (!offers.hasNext()) {
                    break;
                }
                Driver driver = offers.next();
                known.add(driver.getClass().getName());
                found = driver.acceptsURL(jdbc) ? driver : null;
            } catch (ServiceConfigurationError | LinkageError | SQLException e) {
                known.add("one that cannot be used: " + e.getMessage());
            }
        }
        forget();
        if (found == null) {
            String kind = jdbc.replaceFirst("^(jdbc:[A-Za-z0-9_-]{1,40}).*$", "$1");
            throw new IllegalArgumentException("no JDBC driver here takes " + kind + ": there are " + known
                    + "; the driver's JAR belongs beside this plugin's");
        }
        return found;
    }

    /** Drivers enter themselves into a list of the JVM's, which would hold this plugin's classes for ever. */
    private static void forget() {
        ClassLoader own = Drivers.class.getClassLoader();
        if (own == ClassLoader.getSystemClassLoader()) {
            return; // no plugin's loader: others in this JVM may count on the list
        }
        DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == own)
                .toList()
                .forEach(driver -> {
                    try {
                        DriverManager.deregisterDriver(driver);
                    } catch (SQLException | SecurityException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** New connections by this driver. */
    record Source(Driver driver, String jdbc, Properties properties) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            Connection made = driver.connect(jdbc, properties);
            if (made == null) {
                throw new SQLException("the driver does not take this address", "08001");
            }
            return made;
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the user is configured");
        }

        /** What closing waits for at most. */
        @Override
        public int getLoginTimeout() {
            return 1;
        }

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> kind) throws SQLException {
            throw new SQLException("no " + kind);
        }

        @Override
        public boolean isWrapperFor(Class<?> kind) {
            return false;
        }

        /** Without what may be a secret. */
        @Override
        public String toString() {
            return "connections by " + driver.getClass().getName();
        }
    }
}
