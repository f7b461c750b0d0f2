/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dispatcher.core.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** The command line in this process, with a home folder of its own. */
final class Cli implements AutoCloseable {

    static final String LOG_ONLY = "sinks:\n  event-log: {type: log}\nhttp: {listen: \"127.0.0.1:0\"}\n";

    private final Path home;
    private final String before = System.getProperty(Home.PROPERTY);

    Cli(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("plugins"));
        System.setProperty(Home.PROPERTY, home.toString());
        conf("dispatcher.yaml", LOG_ONLY);
        conf("rules.yaml", "rules: [{to: event-log}]\n");
    }

    Path home() {
        return home;
    }

    Path conf(String name, String text) throws IOException {
        return Files.writeString(home.resolve("conf").resolve(name), text);
    }

    record Ended(int code, String out, String err) {}

    Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    Ended runWithInput(String input, String... arguments) {
        InputStream real = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(real);
        }
    }

    @Override
    public void close() {
        if (before == null) {
            System.clearProperty(Home.PROPERTY);
        } else {
            System.setProperty(Home.PROPERTY, before);
        }
    }
}
