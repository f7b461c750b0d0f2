/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small text files, and says in the user's words why one cannot be read. */
final class TextFile {

    static final int MOST_BYTES_OF_A_SECRET = 64 * 1024;

    /** Four bytes for each character that {@link YamlReader} would take. */
    static final int MOST_BYTES = 4 * YamlReader.MOST_CHARACTERS;

    private TextFile() {}

    /** The message completes "cannot read the file: …". */
    static final class Refused extends Exception {
        private final int line;

        Refused(String message) {
            this(message, 1);
        }

        Refused(String message, int line) {
            super(message);
            this.line = line;
        }

        /** Where in the file the reason is; 1 when that cannot be said. */
        int line() {
            return line;
        }
    }

    static String read(Path file, int mostBytes) throws Refused {
        if (!Files.exists(file)) {
            throw new Refused("there is none");
        }
        // a pipe or a device would never end
        if (!Files.isRegularFile(file)) {
            throw new Refused(Files.isDirectory(file) ? "it is a directory" : "it is no regular file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(mostBytes + 1);
        } catch (IOException e) {
            throw new Refused(Files.isReadable(file) ? "reading failed" : "no permission");
        }
        if (bytes.length > mostBytes) {
            throw new Refused("it has more than " + mostBytes + " bytes, which is the limit");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refused("it is not UTF-8", lineOfFirstBadByte(bytes));
        }
    }

    private static int lineOfFirstBadByte(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var good = java.nio.CharBuffer.allocate(bytes.length);
        decoder.decode(ByteBuffer.wrap(bytes), good, true);
        return 1 + (int) good.flip().chars().filter(c -> c == '\n').count();
    }
}
