/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the built archive: each is a configuration that is accepted, with rules that are tested. */
class ExamplesTest {

    private static final Path EXAMPLES = Archive.HOME.resolve("conf/examples");

    @TempDir
    Path folder;

    static List<String> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.map(example -> example.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theArchiveHasExamples() throws IOException {
        assertThat(examples()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void everyExampleIsExplainedAndAcceptedAndItsRulesAreTested(String name) throws Exception {
        Path example = EXAMPLES.resolve(name);
        assertThat(example.resolve("README.md")).isNotEmptyFile();
        assertThat(Files.readString(example.resolve("rules.yaml"))).contains("\ntests:\n");
        Path output = folder.resolve("output");

        ProcessBuilder check = Archive.onThisJava(new ProcessBuilder(
                        Archive.HOME.resolve("bin/dispatcher").toString(),
                        "check",
                        "--conf",
                        example.toString(),
                        "--data",
                        folder.resolve("data").toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        check.environment().putAll(environment(example));
        Process process = check.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(name + "\n" + Files.readString(output))
                .isZero();
    }

    /** What its {@code example.env} sets, read as a shell or systemd would. */
    private static Map<String, String> environment(Path example) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        Path file = example.resolve("example.env");
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#")) {
                    environment.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        }
        return environment;
    }
}
