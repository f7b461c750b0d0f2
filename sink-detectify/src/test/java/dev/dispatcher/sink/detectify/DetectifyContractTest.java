/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.detectify;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;
import java.util.List;

/** Every event has the same profile, since the destination gets nothing of an event but that. */
class DetectifyContractTest extends HttpSinkContract<DetectifyOptions> {

    @Override
    protected SinkFactory<DetectifyOptions> factory() {
        return new DetectifyFactory();
    }

    @Override
    protected DetectifyOptions options(URI address) {
        return Scans.options(address, "known", List.of(), "S3CR3TK3Y");
    }

    @Override
    protected Answer success() {
        return Answer.status(200).body("[{\"token\":\"known\",\"name\":\"x\"}]");
    }

    @Override
    protected String trace(Event event) {
        return "/scans/known/";
    }
}
