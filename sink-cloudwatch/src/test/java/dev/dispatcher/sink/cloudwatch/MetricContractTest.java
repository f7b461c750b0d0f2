/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;
import java.util.List;

class MetricContractTest extends HttpSinkContract<CloudwatchOptions> {

    @Override
    protected SinkFactory<CloudwatchOptions> factory() {
        return new CloudwatchFactory();
    }

    @Override
    protected CloudwatchOptions options(URI address) {
        return new Sinks(address)
                .namespace("Test")
                .metric("Events", "1", "Message", "{{ message }}")
                .options();
    }

    @Override
    protected Answer success() {
        return Aws.metricsTaken();
    }

    @Override
    protected List<String> received() {
        return Aws.decoded(stub).stream().map(Object::toString).toList();
    }
}
