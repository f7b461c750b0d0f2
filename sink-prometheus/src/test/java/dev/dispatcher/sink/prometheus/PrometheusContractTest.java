/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.SinkContract;
import java.util.List;
import java.util.Optional;

class PrometheusContractTest extends SinkContract<PrometheusOptions> {

    @Override
    protected SinkFactory<PrometheusOptions> factory() {
        return new PrometheusFactory();
    }

    @Override
    protected PrometheusOptions working() {
        return new Sinks()
                .counter("events", Optional.empty(), "message")
                .gauge("lag", "lag", "host")
                .options();
    }

    /** The series of the metric that has the message as its label. */
    @Override
    protected List<String> received() {
        try {
            return Sinks.body(context.call(FakeRequest.get("/metrics/events")))
                    .lines()
                    .filter(line -> line.startsWith("events_total{"))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError("a scrape", e);
        }
    }

    @Override
    protected Optional<PrometheusOptions> down() {
        return Optional.empty();
    }

    @Override
    protected Optional<PrometheusOptions> hanging() {
        return Optional.empty();
    }
}
