/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

/** One way in, configured. Usually it adds {@linkplain PluginContext#route routes} to the host's HTTP server. */
public interface Portal extends AutoCloseable {

    /**
     * Begins to take events. Called once, after every sink is there; must not block.
     *
     * <p>{@code intake.deliver} returns once the events are as safe as the user asked for ({@code intake.acknowledge}):
     * acknowledge to the sender then. It takes a list whole or not at all. It throws a {@link DeliveryException} that is
     * {@linkplain DeliveryException#retryable() retryable} with a {@linkplain DeliveryException#notBefore() wait} when it has
     * no room (HTTP: 503 with Retry-After), and a permanent one when the events can never be taken (HTTP: 400). With
     * {@code acknowledge: queued} it does not block and may be called from an I/O thread. It may be called from any
     * number of threads.
     */
    void start(Sink intake) throws Exception;

    /** Takes no more events. The host waits for routes in progress itself. May be called twice. */
    @Override
    void close();
}
