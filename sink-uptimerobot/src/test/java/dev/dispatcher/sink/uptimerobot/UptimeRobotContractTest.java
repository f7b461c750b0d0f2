/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.uptimerobot;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class UptimeRobotContractTest extends HttpSinkContract<UptimeRobotOptions> {

    @Override
    protected SinkFactory<UptimeRobotOptions> factory() {
        return new UptimeRobotFactory();
    }

    @Override
    protected UptimeRobotOptions options(URI address) {
        Robot.Watching options = new Robot.Watching(address);
        options.monitorUrl = "https://example.org/watched";
        options.name = "{{ message }}";
        options.fallbackTeam = Optional.empty();
        return options.build();
    }

    @Override
    protected Answer success() {
        return Answer.status(200).body("{\"stat\":\"ok\",\"monitors\":[],\"alert_contacts\":[]}");
    }

    @Override
    protected String trace(Event event) {
        return URLEncoder.encode(event.message(), StandardCharsets.UTF_8);
    }
}
