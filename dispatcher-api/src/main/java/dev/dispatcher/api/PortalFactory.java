/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

/**
 * Makes portals of one type. Found like a {@link SinkFactory}, by {@code
 * META-INF/services/dev.dispatcher.api.PortalFactory}.
 *
 * @param <C> the options, as in {@link SinkFactory}
 */
public interface PortalFactory<C extends Record> {

    /** The word behind {@code type:}, lower case, for example {@code http}. */
    String type();

    Class<C> options();

    /** Makes one instance, not yet started. Routes are added here or in {@link Portal#start}. */
    Portal create(C options, PluginContext context) throws Exception;
}
