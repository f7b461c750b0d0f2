/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.slf4j.Logger;

/** What the host lends to one instance. May be used from any thread until the instance is closed; the host closes it. */
public interface PluginContext {

    /** The user's name for the instance, as in rules, logs and metrics. */
    String name();

    /**
     * The most events that the host gives to one {@link Sink#deliver} ({@code delivery.batch}); at least 1. For sinks whose
     * format differs between one event and many. A portal sees 1.
     */
    default int batch() {
        return 1;
    }

    /** A logger whose lines begin with the instance's name. Secrets of the configuration are masked in what it writes. */
    Logger logger();

    Clock clock();

    /** The host's HTTP client with its default {@linkplain Http.Settings settings}. */
    default Http http() {
        return http(Http.Settings.DEFAULTS);
    }

    /** An HTTP client for this instance. Ask once, in {@code create}. */
    Http http(Http.Settings settings);

    Json json();

    /** Turns bytes into canonical events, with the host's limits. For portals. */
    Events events();

    /** Reads what other tools send. For portals. */
    default Adapters adapters() {
        return Adapters.NONE;
    }

    /** What became of events that were accepted. */
    default Outcomes outcomes() {
        return Outcomes.NONE;
    }

    /**
     * Tells what a sink achieved, as a new event that goes through intake and rules like any other: its portal is {@code
     * sink:NAME}. The host adds {@code caused_by}, the id of {@code cause}, and {@code hops}, which is one more than that of
     * {@code cause}; rules cannot take them off. Beyond the limit ({@code follow-ups.hops}) the event is kept for {@code
     * explain} and goes nowhere, so that sinks and rules cannot call each other for ever.
     *
     * <p>Report once the work is done: a delivery that fails is made again, and so would be its report. What intake has no
     * room for is counted and logged; there is nothing for the sink to do. Does not block. Any thread. For sinks.
     *
     * @param cause one of the events that were delivered, not one made up
     * @param fields of the new event, as for {@link Events#event}; {@code message} is required
     * @throws IllegalArgumentException when the fields are no event; says which and why
     */
    default void report(Event cause, Map<String, ?> fields) {
        throw new UnsupportedOperationException("only sinks report");
    }

    /**
     * Connections to the dispatcher's own database, in which the tables of this plugin are there: an embedded H2 in PostgreSQL's
     * mode or a PostgreSQL, as the user says. Ask once, in {@code create}; it never waits. The tables are made in the
     * background, at the latest by the first {@code getConnection}, which waits for a few seconds at most and throws {@code
     * SQLException} while the database is away. All instances of a type share the tables. Close connections soon: the pool
     * is small. Usable until the instance is closed.
     *
     * @param changelog a Liquibase changelog among the plugin's resources, such as {@code org/example/changelog.yaml}; other
     *     files are included by their whole path. Names of tables, views, sequences and indexes begin with the plugin's type
     *     and a {@code _}, everything but letters and digits as {@code _}: {@code my_type_}. This is checked before anything
     *     is applied
     * @throws IllegalStateException when the user has no store ({@code store: none}); says so in a sentence for him
     * @throws IllegalArgumentException when there is no such resource
     */
    default DataSource database(String changelog) {
        throw new IllegalStateException("there is no store here");
    }

    /**
     * A counter of this instance, exposed as {@code dispatcher_plugin_total{instance,counter}}.
     *
     * @param name lower-case words joined by underscores; the same name gives the same counter
     */
    LongAdder counter(String name);

    /**
     * Answers requests on the host's HTTP server until the instance is closed. Two routes alike are refused when the
     * configuration is loaded, naming both instances. Call it in {@code create} or {@code start}.
     */
    void route(Route route);
}
