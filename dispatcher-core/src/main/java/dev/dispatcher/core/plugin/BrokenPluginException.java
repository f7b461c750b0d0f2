/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

/** A plugin's code does not fit: a class or method that it was compiled with is missing or another. */
public final class BrokenPluginException extends Exception {

    BrokenPluginException(String message, LinkageError cause) {
        super(message, cause);
    }
}
