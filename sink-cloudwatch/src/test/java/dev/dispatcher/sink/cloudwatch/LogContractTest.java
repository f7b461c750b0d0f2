/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;

class LogContractTest extends HttpSinkContract<CloudwatchOptions> {

    @Override
    protected SinkFactory<CloudwatchOptions> factory() {
        return new CloudwatchFactory();
    }

    @Override
    protected CloudwatchOptions options(URI address) {
        return new Sinks(address)
                .logs("/dispatcher/events", "{{ kind }}", false)
                .options();
    }

    @Override
    protected Answer success() {
        return Aws.logsTaken();
    }
}
