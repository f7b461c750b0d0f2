/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the command line names. */
final class TextFiles {

    private TextFiles() {}

    static byte[] read(Path file) throws IOException, Problem {
        refuseFolder(file);
        return Files.readAllBytes(file);
    }

    /** Makes the folder too. */
    static void write(Path file, String text) throws IOException, Problem {
        refuseFolder(file);
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text);
    }

    private static void refuseFolder(Path file) throws Problem {
        if (Files.isDirectory(file)) {
            throw new Problem(file + " is a folder; a file is expected");
        }
    }
}
