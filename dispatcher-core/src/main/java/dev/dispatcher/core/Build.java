/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Event;

/** Which build this is. */
public final class Build {

    private Build() {}

    /** The host's version, {@code development} when it does not run from a JAR. */
    public static String version() {
        return version(Build.class);
    }

    /** The version of the API in this host. */
    public static String apiVersion() {
        return version(Event.class);
    }

    private static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
