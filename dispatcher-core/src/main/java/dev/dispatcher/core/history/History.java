/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.core.history.Tables.Found;
import dev.dispatcher.core.history.Tables.InMemory;
import dev.dispatcher.core.intake.Recent;
import dev.dispatcher.core.intake.Remembered;
import dev.dispatcher.core.store.Changelog;
import dev.dispatcher.core.store.MigratedDataSource;
import dev.dispatcher.core.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is known of accepted events, in memory and in the store. Any number of threads; may wait for the database. */
public final class History {

    /** One event, from memory or from the store: exactly one of the two is there. */
    public record Entry(
            Place place,
            @Nullable Remembered remembered,
            @Nullable Kept kept) {}

    /**
     * A page.
     *
     * @param next where the next page begins; null when this is the last
     * @param looked in how many events of the store a text was looked for; the window is {@value Tables#WINDOW}
     * @param away why the store could not be asked; null when it could, or there is none
     */
    public record Page(
            List<Entry> entries,
            @Nullable Place next,
            int looked,
            boolean windowEnds,
            @Nullable String away) {}

    public static final int WINDOW = Tables.WINDOW;

    private final Recent recent;
    private final Store store;
    private final boolean on;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable MigratedDataSource source;

    /** @param on whether anything is kept in the store */
    public History(Recent recent, Store store, boolean on) {
        this.recent = recent;
        this.store = store;
        this.on = on && !store.off() && recent.on();
    }

    /** Whether events are kept in the store. */
    public boolean on() {
        return on;
    }

    /** Asked for first when there is something to be written or read: whoever uses no history pays for no tables. */
    Connection connection() throws SQLException {
        lock.lock();
        try {
            if (source == null) {
                source = store.lend(new Changelog(
                        "the history",
                        "history_",
                        "dev/dispatcher/core/history/changelog.yaml",
                        History.class.getClassLoader()));
            }
        } finally {
            lock.unlock();
        }
        return source.getConnection();
    }

    /** @param most how many events a page has at most */
    public Page find(Query query, int most) {
        Set<Place> inMemory = new HashSet<>();
        List<Entry> entries = new ArrayList<>();
        for (Remembered event : recent.find(all -> true, Integer.MAX_VALUE)) {
            Place place = Place.of(event);
            inMemory.add(place);
            if (query.wants(event)) {
                entries.add(new Entry(place, event, null));
            }
        }
        Found found = new Found(List.of(), 0);
        String away = null;
        if (on) {
            try (Connection connection = connection()) {
                found = Tables.find(connection, query, most + 1, InMemory.of(inMemory));
            } catch (SQLException e) {
                away = String.valueOf(e.getMessage());
            }
        }
        found.events().forEach(kept -> entries.add(new Entry(kept.place(), null, kept)));
        entries.sort(Comparator.comparing(Entry::place).reversed());
        boolean more = entries.size() > most;
        List<Entry> page = List.copyOf(entries.subList(0, Math.min(most, entries.size())));
        return new Page(
                page,
                more ? page.get(page.size() - 1).place() : null,
                query.text() == null ? 0 : found.looked(),
                query.text() != null && found.looked() == Tables.WINDOW,
                away);
    }

    /**
     * Those in the store with this id, newest first.
     *
     * @throws SQLException when it cannot be asked
     */
    public List<Kept> byId(String id, int most) throws SQLException {
        if (!on) {
            return List.of();
        }
        try (Connection connection = connection()) {
            return Tables.byId(connection, id, most);
        }
    }

    void close() {
        lock.lock();
        try {
            if (source != null) {
                source.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
