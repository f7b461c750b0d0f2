/* SPDX-License-Identifier: Apache-2.0 */
/** Accepted events and what became of them, in the store: written behind the queues, searched, and forgotten in time. */
@org.jspecify.annotations.NullMarked
package dev.dispatcher.core.history;
