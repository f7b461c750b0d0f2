/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

/**
 * A factory that can be used, and the plugin it belongs to. Create instances by {@link GuardedSink#create} and {@link
 * GuardedPortal#create} only.
 *
 * @param <F> {@code SinkFactory<?>} or {@code PortalFactory<?>}
 * @param type the word behind {@code type:}
 * @param options the record to bind; the same class for as long as the plugin is the same
 */
public record Offer<F>(F factory, String type, Class<? extends Record> options, Plugin plugin) {}
