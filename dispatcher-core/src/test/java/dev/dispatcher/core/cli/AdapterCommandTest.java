/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return Main.commandLine(new PrintWriter(out), new PrintWriter(err)).execute(words);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String conf() {
        return folder.toString();
    }

    @Test
    void tryShowsTheEvents() throws IOException {
        String body = file("ping.json", "{\"zen\": \"keep it simple\"}");
        int code =
                run("adapter", "try", "github", "--conf", conf(), "--body", body, "--header", "X-GitHub-Delivery: d1");
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("GitHub says: keep it simple", "a repeat is known by: github d1", "1 event(s)");
    }

    @Test
    void trySaysWhatIsWrong() throws IOException {
        String body = file("bad.json", "{");
        assertThat(run("adapter", "try", "github", "--conf", conf(), "--body", body))
                .isEqualTo(1);
        assertThat(run("adapter", "try", "githup", "--conf", conf(), "--body", body))
                .isEqualTo(1);
        assertThat(run("adapter", "try", "github", "--conf", conf(), "--body", body, "--header", "x"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("refused with 400", "there is no adapter 'githup'", "a header is NAME: VALUE, not 'x'");
    }

    @Test
    void whatIsLearnedCanBeTried() throws IOException {
        String sample = file("sample.json", "{\"title\": \"backup done\", \"level\": \"info\", \"at\": 5}");
        assertThat(run("adapter", "learn", "--name", "backup", sample)).isZero();
        assertThat(out.toString()).contains("path: [\"title\"]", "severity", "dispatcher adapter try backup");
        assertThat(run("adapter", "learn", "--name", "Bad Name", sample)).isEqualTo(1);
    }

    @Test
    void listNamesAll() {
        assertThat(run("adapter", "list", "--conf", conf())).isZero();
        assertThat(out.toString()).contains("alertmanager", "cloudevents", "sns");
    }
}
