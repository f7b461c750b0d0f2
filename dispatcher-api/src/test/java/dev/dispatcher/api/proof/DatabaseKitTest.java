/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.api.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The kit's databases are the ones that users have. */
class DatabaseKitTest {

    private static final String CHANGELOG = "proof/notes.yaml";
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private static String first(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getString(1);
        }
    }

    @EachDatabase
    void eachDatabaseIsTheTestsOwnAndEmpty(TestDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            SEEN.add(connection.getMetaData().getDatabaseProductName());
        }
        database.migrate(CHANGELOG, "notes", getClass().getClassLoader());
        assertThat(first(database.source(), "select count(*) from notes_page")).isEqualTo("0");
        database.execute("insert into notes_page (text) values ('x')");
    }

    @AfterAll
    static void bothWereThere() {
        assertThat(SEEN).contains("H2", "PostgreSQL");
    }

    @EachDatabase
    void theContextLendsItWithTheTables(TestDatabase database) throws Exception {
        FakeContext context = new FakeContext().type("notes").database(database);
        DataSource lent = context.database(CHANGELOG);
        assertThat(first(lent, "select count(*) from notes_page")).isEqualTo("0");
        assertThat(first(context.database(CHANGELOG), "select count(*) from notes_page"))
                .as("asked again")
                .isEqualTo("0");
    }

    @Test
    void withoutAnyTheContextLendsAnH2() throws Exception {
        assertThat(first(new FakeContext().database(CHANGELOG), "select count(*) from notes_page"))
                .isEqualTo("0");
    }

    @Test
    void tablesWithoutThePrefixOfTheTypeAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new FakeContext().type("other-type").database(CHANGELOG))
                .withMessage("names of tables must begin with other_type_, which these do not: [notes_page]");
    }

    @Test
    void aContextWithoutAStoreSaysSo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new FakeContext("mine").withoutStore().database(CHANGELOG))
                .withMessageContaining("'store: none'");
        assertThatIllegalArgumentException().isThrownBy(() -> new FakeContext().database("proof/nothing.yaml"));
    }

    @Test
    void aPostgresCanBeStoppedAndComesBackWithItsData() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            DataSource source = postgres.create("kept");
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept (word varchar(10))");
                statement.execute("insert into kept values ('here')");
            }
            postgres.stop();
            assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
            postgres.run();
            assertThat(first(source, "select word from kept")).isEqualTo("here");
        }
    }
}
