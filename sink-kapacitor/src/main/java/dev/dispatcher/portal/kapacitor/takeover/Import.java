/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.takeover;

import dev.dispatcher.portal.kapacitor.client.Kapacitor;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.script.Settings;
import dev.dispatcher.portal.kapacitor.store.Tasks;
import dev.dispatcher.portal.kapacitor.task.Checks;
import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Mistakes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Takes over what kapacitor-alerts-api left: the rows of its database, which are exact, then the tasks of Kapacitor that no row
 * names. Everything is read before anything is taken. What is taken is in the store at once and in force; Kapacitor goes on with
 * the old script until it is given the new one. Nothing is removed anywhere, and repeating it takes only what is new. Any number
 * of threads and dispatchers.
 */
public final class Import {

    private final Tasks tasks;
    private final Kapacitor kapacitor;
    private final Settings settings;
    private final OldRows rows;
    private final Function<String, Optional<Kind>> kinds;

    /** @param kinds what the id of a task says that it watches */
    public Import(
            Tasks tasks,
            Kapacitor kapacitor,
            Settings settings,
            DataSource database,
            Function<String, Optional<Kind>> kinds) {
        this.tasks = tasks;
        this.kapacitor = kapacitor;
        this.settings = settings;
        this.rows = new OldRows(database);
        this.kinds = kinds;
    }

    /** @param check whether only to say what would be done */
    public Report run(boolean check) throws SQLException, KapacitorException, InterruptedException {
        // before Kapacitor is asked: what is removed there meanwhile must not come back
        Set<String> known = tasks.rows().stream().map(row -> row.id()).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Old> found = new LinkedHashMap<>();
        List<Old> doubtful = new ArrayList<>();
        for (Old old : rows.all()) {
            if (found.putIfAbsent(old.id(), old) != null) {
                doubtful.add(Old.not(old.id(), old.from(), "another row has the same id"));
            }
        }
        kapacitor.tasks().forEach(each -> {
            // where there is a row it is the better witness
            found.computeIfAbsent(each.id(), id -> OldTask.read(each, kinds.apply(id), settings));
        });
        Report report = new Report(check);
        for (Old old : found.values()) {
            one(old, known.contains(old.id()), check, report);
        }
        doubtful.forEach(old -> report.skip(old, old.why()));
        return report;
    }

    private void one(Old old, boolean known, boolean check, Report report) throws SQLException {
        boolean row = old.from().equals(OldRows.FROM);
        if (known) {
            report.know();
            if (row && !check) {
                tasks.remember(old.id());
            }
            return;
        }
        if (!old.why().isEmpty()) {
            report.skip(old, old.why());
            return;
        }
        try {
            Checks.checked(old.task());
        } catch (Mistakes e) {
            report.skip(old, String.valueOf(e.getMessage()));
            return;
        }
        if (row && tasks.remembered(old.id())) {
            report.skip(old, "it was taken over before, and removed since");
        } else if (check || tasks.adopt(old.task())) {
            report.take(old);
            if (row && !check) {
                tasks.remember(old.id());
            }
        } else {
            report.know();
        }
    }
}
