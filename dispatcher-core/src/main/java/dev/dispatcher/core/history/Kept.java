/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

/**
 * One event out of the store.
 *
 * @param told what became of it, as JSON
 * @param event its JSON, as it came
 */
public record Kept(Place place, byte[] told, byte[] event) {}
