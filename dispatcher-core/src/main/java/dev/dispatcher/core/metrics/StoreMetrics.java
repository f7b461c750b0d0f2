/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

import dev.dispatcher.core.metrics.Sources.StoreState;
import java.util.List;

/** The store's connections and how it is. */
final class StoreMetrics {

    private StoreMetrics() {}

    static void define(Metrics metrics, Sources sources) {
        metrics.gauge(
                "dispatcher_store_up",
                "1 while the store can be used, 0 while it cannot or there is none. Databases: h2, postgresql, none.",
                List.of("database"),
                out -> out.value(
                        sources.storeState().up() ? 1 : 0, sources.storeState().database()));
        metrics.gauge(
                "dispatcher_store_state",
                "1 for the state in which the store is: off, starting, up, down.",
                List.of("state"),
                out -> {
                    StoreState state = sources.storeState();
                    state.states().forEach(each -> out.value(each.equals(state.state()) ? 1 : 0, each));
                });
        metrics.gauge(
                "dispatcher_store_connections",
                "Connections to the store. States: active, idle.",
                List.of("state"),
                out -> {
                    out.value(sources.storeState().active(), "active");
                    out.value(sources.storeState().idle(), "idle");
                });
        metrics.gauge(
                "dispatcher_store_waiting",
                "Threads that wait for a connection to the store.",
                List.of(),
                out -> out.value(sources.storeState().waiting()));
        metrics.counter(
                "dispatcher_store_failures_total",
                "How often the store went away, or could not be reached at the start.",
                List.of(),
                out -> out.value(sources.storeState().failures()));
        metrics.counter(
                "dispatcher_store_set_aside_total",
                "Damaged files of the embedded store that were set aside.",
                List.of(),
                out -> out.value(sources.storeState().setAside()));
    }
}
