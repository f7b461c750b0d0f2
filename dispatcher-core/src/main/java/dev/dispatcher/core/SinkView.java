/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.delivery.Health;
import dev.dispatcher.core.delivery.State;
import dev.dispatcher.core.logging.Secrets;
import dev.dispatcher.core.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How sinks fare, for people. */
final class SinkView {

    private SinkView() {}

    /** The sinks that do not simply deliver, by name; empty when all is well. */
    static Map<String, Object> notWell(Generation generation) {
        Map<String, Object> view = new TreeMap<>();
        generation.sinks().forEach((name, sink) -> {
            Health health = sink.courier().health();
            if (health.state() != State.RUNNING) {
                view.put(name, of(health));
            }
        });
        return view;
    }

    static Map<String, Object> of(Health health) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("state", Metrics.label(health.state()));
        view.put("waiting", health.waiting());
        view.put("in_flight", health.inFlight());
        health.failingSince().ifPresent(since -> view.put("failing_since", since.toString()));
        health.lastFailure().ifPresent(failure -> view.put("last_failure", Secrets.mask(failure)));
        health.nextAttempt().ifPresent(next -> view.put("next_attempt", next.toString()));
        return view;
    }
}
