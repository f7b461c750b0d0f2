/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;

class SlackWebhookContractTest extends HttpSinkContract<SlackOptions> {

    @Override
    protected SinkFactory<SlackOptions> factory() {
        return new SlackFactory();
    }

    @Override
    protected SlackOptions options(URI address) {
        return Chat.hook(address.toString()).build();
    }

    @Override
    protected Answer success() {
        return Answer.status(200).body("ok");
    }
}
