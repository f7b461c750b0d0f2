/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.util.List;
import java.util.Map;

/** Finds threads that a plugin has started and not ended: they keep its class loader in memory. */
public final class LeftThreads {

    private LeftThreads() {}

    /**
     * The names of living threads that are the plugin's: by class, by context class loader, or by running its code. Ask
     * when the last instance was closed; before, threads that use it are among them. Virtual threads cannot be listed.
     */
    public static List<String> leftThreads(Plugin plugin) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey() != Thread.currentThread() && isOf(plugin, entry))
                .map(entry -> entry.getKey().getName())
                .sorted()
                .toList();
    }

    private static boolean isOf(Plugin plugin, Map.Entry<Thread, StackTraceElement[]> entry) {
        Thread thread = entry.getKey();
        if (plugin.owns(thread.getContextClassLoader())
                || plugin.owns(thread.getClass().getClassLoader())) {
            return true;
        }
        for (StackTraceElement frame : entry.getValue()) {
            if (plugin.owns(frame)) {
                return true;
            }
        }
        return false;
    }
}
