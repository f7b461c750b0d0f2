/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tables somebody wants.
 *
 * @param owner for people: which plugin
 * @param prefix with which the names of its tables begin
 * @param path of the changelog as a resource
 * @param loader that finds it and what it includes
 */
public record Changelog(String owner, String prefix, String path, ClassLoader loader) {

    /** A changelog with these is more than its one file. */
    private static final Pattern OTHER_FILES =
            Pattern.compile("(?i)\\binclude(All)?\\b|sqlFile|loadData|loadUpdateData|\\bpath\\s*[:=]");

    /** The prefix of a plugin's tables: its type in lower case, everything else than letters and digits as '_', and a '_'. */
    public static String prefix(String type) {
        return type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_") + "_";
    }

    /** @throws IllegalArgumentException when it is not there */
    void check() {
        if (url(path) == null) {
            throw new IllegalArgumentException("there is no changelog " + path + " among the resources of " + owner);
        }
    }

    @Nullable
    URL url(String resource) {
        return loader.getResource(resource.startsWith("/") ? resource.substring(1) : resource);
    }

    /** Without the JDK's cache of JAR files, which would keep the plugin's open. */
    static InputStream open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    /**
     * By which a changelog is known to have been applied as it is.
     *
     * @return null when one file is not all of it
     */
    @Nullable
    String fingerprint() throws IOException {
        URL url = url(path);
        if (url == null) {
            return null;
        }
        byte[] bytes;
        try (InputStream in = open(url)) {
            bytes = in.readAllBytes();
        }
        if (OTHER_FILES.matcher(new String(bytes, StandardCharsets.UTF_8)).find()) {
            return null;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
