/* SPDX-License-Identifier: Apache-2.0 */
/** The relational database behind the dispatcher: opened beside the start, watched, and lent to plugins with their tables. */
@org.jspecify.annotations.NullMarked
package dev.dispatcher.core.store;
