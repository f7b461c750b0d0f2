/* SPDX-License-Identifier: Apache-2.0 */
/** Finds plugins, gives each a class loader, and guards every call into them. */
package dev.dispatcher.core.plugin;
