/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a plugin before any of its code runs.
 *
 * @param name the file's or folder's name, or {@code built-in}
 * @param location the path of the JAR or folder as it was scanned, or {@code built-in}
 * @param version {@code Implementation-Version} of the manifest
 * @param apiVersion {@code Dispatcher-Api-Version} of the manifest: the API it was built against
 * @param size of all its JARs, in bytes
 * @param hash SHA-256 of the JAR in hex; for a folder over the names and hashes of its JARs; empty when unreadable
 * @param notes what the author may want to know, though it does no harm
 */
public record PluginFacts(
        String name,
        Origin origin,
        String location,
        Optional<String> version,
        Optional<String> apiVersion,
        long size,
        String hash,
        List<String> notes) {

    static final String BUILT_IN = "built-in";

    static PluginFacts builtIn() {
        return new PluginFacts(
                BUILT_IN,
                Origin.BUILT_IN,
                BUILT_IN,
                Optional.of(ApiVersion.ours()),
                Optional.of(ApiVersion.ours()),
                0,
                "",
                List.of());
    }

    static PluginFacts unread(PluginSource source) {
        return new PluginFacts(
                source.name(),
                source.origin(),
                source.file().toString(),
                Optional.empty(),
                Optional.empty(),
                0,
                "",
                List.of());
    }

    /** Says what a {@code LinkageError} of this plugin means, comparing the API's versions. */
    String explain(LinkageError error) {
        Throwable first = error;
        while (first.getCause() instanceof LinkageError cause) {
            first = cause;
        }
        String built = apiVersion
                .map(version -> "it was built against dispatcher-api " + version)
                .orElse("it does not say which dispatcher-api it was built against (" + ApiVersion.MANIFEST_ENTRY
                        + " in its manifest)");
        return location + " does not fit: " + first + hint(first) + "; " + built + ", this is " + ApiVersion.ours();
    }

    private static String hint(Throwable error) {
        String message = error.getMessage();
        if (!(error instanceof NoClassDefFoundError) || message == null) {
            return "";
        }
        String missing = message.replace('/', '.');
        if (missing.startsWith("dev.dispatcher.core.")) {
            return " (of the dispatcher a plugin sees dev.dispatcher.api only)";
        }
        return missing.startsWith("dev.dispatcher.api.") || missing.startsWith("org.slf4j.")
                ? " (the dispatcher answers for this package, and has no such class)"
                : " (a plugin brings its own libraries: shaded into its JAR, or beside it in a folder)";
    }
}
