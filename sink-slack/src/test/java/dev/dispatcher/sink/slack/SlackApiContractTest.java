/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;

class SlackApiContractTest extends HttpSinkContract<SlackOptions> {

    @Override
    protected SinkFactory<SlackOptions> factory() {
        return new SlackFactory();
    }

    @Override
    protected SlackOptions options(URI address) {
        Chat chat = Chat.api(address, "#ops");
        chat.thread = Chat.some("{{ message }}");
        return chat.build();
    }

    @Override
    protected Answer success() {
        return Answer.status(200).body("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1700000000.000100\"}");
    }
}
