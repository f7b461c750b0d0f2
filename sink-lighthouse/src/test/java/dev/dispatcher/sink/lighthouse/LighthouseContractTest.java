/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.SinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** All events are of one page; the message is in the path of its report. */
class LighthouseContractTest extends SinkContract<LighthouseOptions> {

    @TempDir
    Path folder;

    private StandIn standIn;

    @BeforeEach
    void begin() throws IOException {
        standIn = new StandIn(folder);
        standIn.wanted = "yes";
        standIn.path = "{{ message }}";
        standIn.urls = List.of("http://127.0.0.1:9/page");
    }

    @Override
    protected SinkFactory<LighthouseOptions> factory() {
        return new LighthouseFactory();
    }

    @Override
    protected LighthouseOptions working() {
        return standIn.options();
    }

    @Override
    protected List<String> received() {
        return standIn.kept();
    }

    @Override
    protected String trace(Event event) {
        return event.message().replace(' ', '-') + "/";
    }

    @Override
    protected Optional<LighthouseOptions> down() {
        standIn.command = List.of(folder.resolve("not-installed").toString());
        return Optional.of(standIn.options());
    }

    @Override
    protected Optional<LighthouseOptions> hanging() {
        standIn.limit = Duration.ofHours(1);
        standIn.urls = List.of("http://127.0.0.1:9/hang");
        return Optional.of(standIn.options());
    }

    @Override
    protected void awaitUnderWay(Thread delivering) {
        await().until(() -> Files.exists(standIn.told.resolve("hanging")));
    }
}
