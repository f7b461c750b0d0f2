/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any JDBC driver dropped beside the sink for databases is used: here the archive's own H2, which the plugin does not see. */
class DroppedDriverTest {

    @TempDir
    Path folder;

    private static void copy(Path from, String pattern, Path to) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(from)) {
            jars = files.filter(file -> file.getFileName().toString().matches(pattern))
                    .toList();
        }
        assertThat(jars).isNotEmpty();
        for (Path jar : jars) {
            Files.copy(jar, to.resolve(jar.getFileName()));
        }
    }

    @Test
    void aDriverDroppedBesideTheDatabaseSinkIsUsed() throws Exception {
        try (Archive archive = new Archive(folder)) {
            Path plugin = Files.createDirectory(archive.plugins().resolve("database"));
            copy(Archive.HOME.resolve("lib/plugins/sink-database"), ".*\\.jar", plugin);
            archive.dispatcherYaml("""
                            replace: [database]
                            portals: {front-door: {type: http}}
                            sinks:
                              rows:
                                type: database
                                url: "jdbc:h2:file:%s"
                                table: notes
                                create: true
                                columns: {id: {}, message: {}}
                            """.formatted(folder.resolve("inventory"))).rules("rules: [{name: all, to: rows}]");
            Archive.Ended without = archive.command(
                    "run",
                    "--listen",
                    "127.0.0.1:0",
                    "--conf",
                    archive.conf().toString(),
                    "--data",
                    archive.data().toString(),
                    "--plugins",
                    archive.plugins().toString());
            assertThat(without.code()).isNotZero();
            assertThat(without.out() + without.err()).contains("no JDBC driver here takes jdbc:h2");

            copy(Archive.HOME.resolve("lib"), "h2-[0-9].*\\.jar", plugin);
            archive.run().send("{\"message\": \"kept as a row\"}");
            await().atMost(Archive.PATIENCE)
                    .untilAsserted(() -> assertThat(archive.get("/metrics").body())
                            .contains("dispatcher_deliveries_delivered_total{sink=\"rows\"} 1.0"));
            assertThat(folder.resolve("inventory.mv.db")).isNotEmptyFile();
        }
    }
}
