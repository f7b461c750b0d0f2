/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.Event;

/** Which version of dispatcher-api this process runs with. */
final class ApiVersion {

    /** In a plugin's manifest: the version of dispatcher-api it was compiled with. */
    static final String MANIFEST_ENTRY = "Dispatcher-Api-Version";

    private ApiVersion() {}

    /** As in the API's manifest; {@code an unpackaged build} where the API does not come from a JAR. */
    static String ours() {
        String version = Event.class.getPackage().getImplementationVersion();
        return version == null ? "an unpackaged build" : version;
    }
}
