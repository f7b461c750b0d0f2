/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpStub;
import dev.dispatcher.core.trace.Around;
import dev.dispatcher.core.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What surrounds a call goes along with its requests. */
class TraceHeadersTest extends ClientFixture {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @AfterEach
    void leave() {
        Around.leave();
    }

    @Test
    void theTraceIsHandedOnAlsoByRequestsSideBySide() throws Exception {
        Around.enter(Trace.of(PARENT, "a=1"));
        PooledHttp http = open(patient());
        http.send(post("/one", "x"));
        http.sendAll(List.of(post("/two", "x"), post("/three", "x"), post("/four", "x")));
        assertThat(stub.requests())
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.header("traceparent")).isEqualTo(PARENT))
                .allSatisfy(request -> assertThat(request.header("tracestate")).isEqualTo("a=1"));
    }

    @Test
    void withoutATraceThereIsNoHeaderAndTheSinksOwnOneStays() throws Exception {
        PooledHttp http = open(patient());
        http.send(post("/", "x"));
        assertThat(stub.requests().get(0).headers()).doesNotContainKeys("traceparent", "tracestate");
        Around.enter(Trace.of(PARENT, "a=1"));
        http.send(post("/", "x").with("traceparent", "mine"));
        HttpStub.Request own = stub.requests().get(1);
        assertThat(own.header("traceparent")).isEqualTo("mine");
        assertThat(own.headers()).doesNotContainKey("tracestate");
    }

    @Test
    void whoeverListensHearsTheAnswers() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        stub.always(Answer.status(404).body("no_team"));
        Around.enter(new Around(null, heard::add));
        open(patient()).send(post("/", "x"));
        assertThat(heard).containsExactly("HTTP 404: no_team");
    }
}
