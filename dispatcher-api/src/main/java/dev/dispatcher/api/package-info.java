/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The SPI: everything a plugin may see. It depends on the JDK and slf4j-api only, and the host answers for this package
 * in every plugin, whatever the plugin's JAR contains.
 *
 * <p>Unless a type says otherwise, no parameter and no result is null; what may be null is marked.
 */
package dev.dispatcher.api;
