/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL on the loopback address, from the binaries of {@code io.zonky.test.postgres}: nothing has to be installed.
 * It runs as {@code nobody} when the tests run as root, which PostgreSQL refuses. It forgets everything, and does not wait for
 * the disk. Ends with the JVM at the latest.
 */
public final class TestPostgres implements AutoCloseable {

    private static final String USER = "postgres";
    private static final int TRIES = 3;
    private static TestPostgres shared;

    private final PostgresFiles files;
    private final int port;
    private Process process;

    private TestPostgres(PostgresFiles files, int port) {
        this.files = files;
        this.port = port;
    }

    /** The one of this JVM. Nobody stops it. */
    static synchronized TestPostgres shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /** One of the test's own, which it may stop and start again. */
    public static TestPostgres start() {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                PostgresFiles files = PostgresFiles.make();
                TestPostgres made = new TestPostgres(files, freePort());
                Runtime.getRuntime().addShutdownHook(new Thread(made::close));
                made.run();
                return made;
            } catch (IOException e) {
                // somebody may have taken the port in between
                last = e;
            }
        }
        throw new UncheckedIOException("PostgreSQL does not start: " + last.getMessage(), last);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Begins it again on the same port with the same data; returns when it answers. */
    public synchronized void run() throws IOException {
        List<String> command = new ArrayList<>(files.command("postgres"));
        command.addAll(List.of("-D", files.data().toString(), "-p", String.valueOf(port), "-h", "127.0.0.1", "-k", ""));
        for (String setting :
                List.of("fsync=off", "full_page_writes=off", "max_connections=200", "shared_buffers=32MB")) {
            command.addAll(List.of("-c", setting));
        }
        process = files.begin(command);
        long end = System.nanoTime() + 60_000_000_000L;
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                stop();
                throw new IOException(Files.readString(files.log()));
            }
            pause();
        }
    }

    private boolean answers() {
        try (Connection connection = source(USER).getConnection()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL starts", e);
        }
    }

    /** Ends it at once, as a crash does; what was committed is there after {@link #run}. */
    public synchronized void stop() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
            process = null;
        }
    }

    /** A new, empty database. */
    public DataSource create(String name) {
        statement("create database " + name + " template template0");
        return source(name);
    }

    void drop(String name) {
        statement("drop database if exists " + name + " with (force)");
    }

    /** Ends all sessions of a database, as an administrator does. */
    public void endSessions(String database) {
        statement("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
    }

    private void statement(String sql) {
        try (Connection connection = source(USER).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** Connections to a database that was created. */
    public DataSource source(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL("jdbc:postgresql://127.0.0.1:" + port + "/" + database);
        source.setUser(USER);
        return source;
    }

    /** As a user writes it. */
    public String url(String database) {
        return "postgres://" + USER + "@127.0.0.1:" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    /** Ends it and deletes its files. */
    @Override
    public void close() {
        stop();
        files.delete();
    }

    /** Where its files are; for tests that look at the log. */
    Path data() {
        return files.data();
    }
}
