/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Configuration files and directories whose contents are watched by asking again and again. Looks at contents only, through
 * symbolic links: a mounted ConfigMap changes by swapping a link, which no date of the file shows.
 */
public final class FileSet {

    private final List<Path> paths;

    /**
     * A set of files and directories.
     *
     * @param paths none of them has to exist. Of a directory the files directly in it count, except those whose name begins
     *     with a dot
     */
    public FileSet(Collection<Path> paths) {
        this.paths = paths.stream().distinct().sorted().toList();
    }

    /** SHA-256 over names and contents, in hex. Equal exactly when nothing changed. A file that is not there, or cannot be
     * read, is part of it as such; never fails. */
    public String fingerprint() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        paths.forEach(path -> add(digest, path));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Path path) {
        say(digest, path.toString());
        if (Files.isDirectory(path)) {
            children(path).forEach(child -> {
                say(digest, child.getFileName().toString());
                digest.update(content(child));
            });
            say(digest, "end of directory");
        } else {
            digest.update(content(path));
        }
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> !child.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** The file's own hash: of fixed length, so that two contents cannot run into one another. */
    private static byte[] content(Path file) {
        if (!Files.isRegularFile(file)) {
            return "absent".getBytes(StandardCharsets.UTF_8);
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return digest.digest();
        } catch (IOException | NoSuchAlgorithmException e) {
            return "unreadable".getBytes(StandardCharsets.UTF_8);
        }
    }

    private static void say(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
