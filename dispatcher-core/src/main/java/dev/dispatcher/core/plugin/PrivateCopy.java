/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A plugin's JARs as they were when it was scanned, where nobody replaces them. An open JAR that is overwritten in place
 * breaks its loader, or the JVM.
 *
 * @param hash as in {@link PluginFacts#hash}
 */
record PrivateCopy(Path directory, List<Path> jars, long size, String hash) {

    /**
     * Copies into a new directory inside {@code work}, which is left behind empty-handed when it fails.
     *
     * @throws IOException when there is nothing to copy, or it cannot be read
     */
    static PrivateCopy of(PluginSource source, Path work) throws IOException {
        Path directory = Files.createTempDirectory(work, source.name() + "-");
        try {
            List<Path> jars = new ArrayList<>();
            List<String> hashes = new ArrayList<>();
            long size = 0;
            for (Path jar : source.jars()) {
                Path target = directory.resolve(String.valueOf(jar.getFileName()));
                try (OutputStream out = Files.newOutputStream(target)) {
                    hashes.add(hash(jar, out));
                }
                jars.add(target);
                size += Files.size(target);
            }
            return new PrivateCopy(directory, List.copyOf(jars), size, combine(source, jars, hashes));
        } catch (IOException | RuntimeException e) {
            WorkDirectory.delete(directory);
            throw e;
        }
    }

    /** What {@link #hash} would be now. */
    static String hashOf(PluginSource source) throws IOException {
        List<Path> jars = source.jars();
        List<String> hashes = new ArrayList<>();
        for (Path jar : jars) {
            hashes.add(hash(jar, OutputStream.nullOutputStream()));
        }
        return combine(source, jars, hashes);
    }

    private static String combine(PluginSource source, List<Path> jars, List<String> hashes) {
        if (!source.folder() && hashes.size() == 1) {
            return hashes.get(0);
        }
        MessageDigest digest = sha256();
        for (int i = 0; i < jars.size(); i++) {
            digest.update((jars.get(i).getFileName() + "/" + hashes.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(Path jar, OutputStream copy) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
            in.transferTo(copy);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    URL[] urls() throws IOException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    void delete() throws IOException {
        WorkDirectory.delete(directory);
    }
}
