/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

/** Where a plugin comes from. */
public enum Origin {
    /** The host itself. */
    BUILT_IN,
    /** {@code lib/plugins}: came with the distribution. */
    OURS,
    /** {@code plugins/}: put there by the user. */
    USER
}
