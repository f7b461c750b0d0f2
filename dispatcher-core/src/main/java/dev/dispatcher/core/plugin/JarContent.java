/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What one JAR says of itself.
 *
 * @param services true when it names a factory's interface in {@code META-INF/services}
 * @param copiesApi true when it has classes of the API, which are never used
 */
record JarContent(boolean services, boolean copiesApi, Optional<String> version, Optional<String> apiVersion) {

    private static final String SERVICES = "META-INF/services/";

    /** @throws IOException when it is no JAR, or not the whole of one */
    static JarContent of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return new JarContent(
                    file.getEntry(SERVICES + SinkFactory.class.getName()) != null
                            || file.getEntry(SERVICES + PortalFactory.class.getName()) != null,
                    file.getEntry(SinkFactory.class.getName().replace('.', '/') + ".class") != null,
                    entry(manifest, Attributes.Name.IMPLEMENTATION_VERSION.toString()),
                    entry(manifest, ApiVersion.MANIFEST_ENTRY));
        }
    }

    private static Optional<String> entry(@Nullable Manifest manifest, String name) {
        return manifest == null
                ? Optional.empty()
                : Optional.ofNullable(manifest.getMainAttributes().getValue(name));
    }
}
