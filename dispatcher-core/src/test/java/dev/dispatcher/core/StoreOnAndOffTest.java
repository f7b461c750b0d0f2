/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.testkit.EachDatabase;
import dev.dispatcher.api.testkit.TestDatabase;
import dev.dispatcher.api.testkit.TestPostgres;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.plugin.PluginJar;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store as a user meets it: configured, seen, lent to plugins, away. */
class StoreOnAndOffTest {

    private static final String ONE_OF_EACH = "portals: {in: {type: gate}}\nsinks: {a: {type: probe}}\n";

    @TempDir
    Path root;

    private Running running;

    @BeforeEach
    void set() throws Exception {
        running = new Running(root);
        running.rules(Running.RULES_TO_A);
    }

    @AfterEach
    void end() {
        running.close();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> told() throws Exception {
        return (Map<String, Object>) running.json("/health/ready").get("store");
    }

    private void awaitStatus(String status) {
        await().until(() -> status.equals(told().get("status")));
    }

    private ConfigException refused() {
        return catchThrowableOfType(ConfigException.class, running::start);
    }

    @Test
    void byDefaultItIsAFileInTheDataFolder() throws Exception {
        running.main(ONE_OF_EACH).start();
        awaitStatus("up");
        assertThat(told().get("database")).isEqualTo("h2 " + running.data.resolve("store.mv.db"));
        assertThat(running.data.resolve("store.mv.db")).isRegularFile();
        assertThat(running.get("/metrics").body())
                .contains("dispatcher_store_up{database=\"h2\"} 1.0")
                .contains("dispatcher_store_state{state=\"up\"} 1.0")
                .contains("dispatcher_store_state{state=\"down\"} 0.0")
                .contains("dispatcher_store_set_aside_total 0.0");
    }

    @Test
    void noneIsNone() throws Exception {
        running.main(ONE_OF_EACH + "store: none\n").start();
        assertThat(told()).isEqualTo(Map.of("database", "none", "status", "off"));
        assertThat(running.event("hello")).isEqualTo(202);
        assertThat(running.data.resolve("store.mv.db")).doesNotExist();
        assertThat(running.get("/metrics").body()).contains("dispatcher_store_up{database=\"none\"} 0.0");
    }

    @Test
    void theEnvironmentNamesAPostgres() throws Exception {
        try (TestDatabase database = TestDatabase.postgres()) {
            running.env.put("DATABASE_URL", database.url().orElseThrow());
            running.main(ONE_OF_EACH).start();
            awaitStatus("up");
            assertThat(told().get("database").toString()).startsWith("postgresql 127.0.0.1:");
            assertThat(running.data.resolve("store.mv.db")).doesNotExist();
        }
    }

    @Test
    void aPostgresThatIsAwayStopsNeitherStartNorEvents() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            postgres.create("away");
            postgres.stop();
            running.main(ONE_OF_EACH + "store: " + postgres.url("away") + "\n").start();
            assertThat(running.event("while it is away")).isEqualTo(202);
            await().until(() -> running.parts.messages("a").equals(java.util.List.of("while it is away")));
            awaitStatus("down");
            assertThat(running.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(told().get("reason").toString()).contains("refused");
            postgres.run();
            awaitStatus("up");
        }
    }

    @Test
    void anAddressThatCannotBeUsedIsSaidWhereItStandsAndNotWhatItIs() throws Exception {
        running.main(ONE_OF_EACH + "store: {url: 'mysql://bob:s3cret@db/events'}\n");
        assertThat(refused().mistakes().toString())
                .contains("dispatcher.yaml:3: store")
                .contains("url cannot be used: expected postgres://USER:PASSWORD@HOST:PORT/DATABASE")
                .doesNotContain("s3cret");
        running.main(ONE_OF_EACH);
        running.env.put("DATABASE_URL", "postgres://bob:s3cret@db:port/events");
        assertThat(refused().mistakes().toString())
                .contains("store: the environment's DATABASE_URL cannot be used: url has a port")
                .doesNotContain("s3cret");
        running.main(ONE_OF_EACH + "store: {user: bob}\n");
        running.env.clear();
        assertThat(refused().mistakes().toString()).contains("user and password go with url");
    }

    @Test
    void anotherStoreNeedsARestart() throws Exception {
        running.main(ONE_OF_EACH + "store: none\n").start();
        running.main(ONE_OF_EACH);
        assertThat(running.reload().mistakes().toString()).contains("store: changes only with a restart");
        running.main(ONE_OF_EACH + "store: {url: none}\n");
        assertThat(running.reload().mistakes()).isEmpty();
    }

    @Test
    void thePasswordIsInNothingThatIsShown() throws Exception {
        try (TestPostgres postgres = TestPostgres.start()) {
            postgres.stop();
            String url = "postgres://bob:s3cr3t-word@127.0.0.1:" + postgres.port() + "/away";
            running.main(ONE_OF_EACH + "store: {url: '" + url + "'}\n").start();
            awaitStatus("down");
            for (String path : new String[] {"/health/ready", "/metrics", "/api/sinks", "/"}) {
                assertThat(running.get(path).body()).doesNotContain("s3cr3t-word");
            }
            assertThat(running.dispatcher().configuration().settings().toString())
                    .doesNotContain("s3cr3t-word");
            assertThat(running.dispatcher().configuration().store().toString()).doesNotContain("s3cr3t-word");
        }
    }

    private void install(String word) throws Exception {
        new PluginJar()
                .source("demo.Factory", """
                        package demo;
                        import dev.dispatcher.api.*;
                        public class Factory implements SinkFactory<Factory.Options> {
                            public record Options() {}
                            public String type() { return "notes"; }
                            public Class<Options> options() { return Options.class; }
                            public Sink create(Options options, PluginContext context) {
                                var database = context.database("demo/notes.yaml");
                                return batch -> {
                                    try (var connection = database.getConnection(); var insert = connection.prepareStatement("insert into notes_page (text) values (?)")) {
                                        insert.setString(1, "%s " + batch.get(0).message());
                                        insert.executeUpdate();
                                    } catch (java.sql.SQLException e) {
                                        throw DeliveryException.retryable(e.getMessage());
                                    }
                                };
                            }
                        }
                        """.formatted(word))
                .sinks("demo.Factory")
                .entry(
                        "demo/notes.yaml",
                        new String(
                                StoreOnAndOffTest.class
                                        .getResourceAsStream("/store/notes.yaml")
                                        .readAllBytes(),
                                StandardCharsets.UTF_8))
                .write(Files.createDirectories(running.plugins).resolve("notes.jar"));
    }

    private static final String WITH_NOTES = "portals: {in: {type: gate}}\nsinks: {a: {type: notes}}\n";

    @EachDatabase
    void aPluginWritesIntoTablesOfItsOwnAndCanBeReplaced(TestDatabase database) throws Exception {
        install("first");
        String store = database.url().map(url -> "store: " + url + "\n").orElse("");
        running.main(WITH_NOTES + store).start();
        running.event("hello");
        awaitDelivered(1);
        WeakReference<ClassLoader> old = loader();
        install("second");
        assertThat(running.reload().mistakes()).isEmpty();
        running.event("again");
        awaitDelivered(2);
        await().until(() -> {
            System.gc();
            return old.get() == null;
        });
    }

    private WeakReference<ClassLoader> loader() {
        return new WeakReference<>(running.dispatcher()
                .configuration()
                .sinks()
                .get("a")
                .offer()
                .options()
                .getClassLoader());
    }

    private void awaitDelivered(int count) {
        await().until(() -> running.get("/metrics")
                        .body()
                        .contains("dispatcher_deliveries_total{sink=\"a\",result=\"delivered\"} " + count)
                || running.json("/api/ledger").toString().contains("delivered=" + count));
    }

    @Test
    void aPluginThatNeedsAStoreSaysSoWhereThereIsNone() throws Exception {
        install("never");
        running.main(WITH_NOTES + "store: none\n");
        assertThat(refused().mistakes().toString())
                .contains("sinks.a: cannot be created: notes keeps tables in the store, and the configuration says"
                        + " 'store: none': give it a store, or take notes out");
    }
}
