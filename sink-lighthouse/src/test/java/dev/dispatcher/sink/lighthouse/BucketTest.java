/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Bucket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketTest {

    @TempDir
    Path folder;

    private final FakeContext context = new FakeContext();
    private FakeBucket bucket;
    private StandIn standIn;

    @BeforeEach
    void begin() throws IOException {
        bucket = new FakeBucket();
        standIn = new StandIn(folder);
        standIn.wanted = "yes";
        standIn.path = "shop";
        standIn.urls = List.of("https://shop.example.org/");
        standIn.keep = 2;
        standIn.bucket = Optional.of(new Bucket(
                "reports",
                "eu-north-1",
                Optional.of(bucket.uri()),
                true,
                "lighthouse/",
                Optional.of(new Secret("AKIATEST")),
                Optional.of(new Secret("S3CR3TK3Y"))));
    }

    @AfterEach
    void end() {
        bucket.close();
    }

    private void deliver() throws Exception {
        Event event = TestEvents.event("deployed").with("version", "7");
        try (Sink sink = new LighthouseFactory().create(standIn.options(), context)) {
            sink.deliver(List.of(event));
        }
    }

    @Test
    void reportsAreObjectsWithWhatTheyAreAndTheEventLinksToThem() throws Exception {
        deliver();
        assertThat(bucket.objects).hasSize(2);
        String html = bucket.objects.lastEntry().getKey().replace(".json", ".html");
        assertThat(html).startsWith("lighthouse/shop/shop.example.org/20260102T030405.000Z_7_");
        assertThat(bucket.objects.get(html)).contains("<html>https://shop.example.org/</html>");
        assertThat(context.reports().get(0).get("view_link")).isEqualTo(bucket.uri() + "/reports/" + html);
        assertThat(bucket.headers)
                .contains("Content-disposition: [inline]", "Content-type: [text/html; charset=utf-8]")
                .noneMatch(header -> header.contains("S3CR3TK3Y"));
    }

    @Test
    void theNewestRunsAreKept() throws Exception {
        for (int run = 0; run < 4; run++) {
            context.clock().advance(Duration.ofMinutes(1));
            deliver();
        }
        assertThat(bucket.objects.keySet())
                .hasSize(4)
                .allMatch(key -> key.contains("T030705") || key.contains("T030805"));
    }

    @Test
    void whatTheBucketAnswersIsJudgedAndNothingIsReported() {
        bucket.failing = 503;
        DeliveryException trouble = catchThrowableOfType(DeliveryException.class, this::deliver);
        assertThat(trouble.retryable()).isTrue();
        assertThat(bucket.calls).as("the SDK does not try again by itself").hasSize(1);
        bucket.failing = 403;
        assertThat(catchThrowableOfType(DeliveryException.class, this::deliver).reason())
                .isEqualTo(Reason.AUTH);
        bucket.failing = 404;
        assertThat(catchThrowableOfType(DeliveryException.class, this::deliver).retryable())
                .isFalse();
        bucket.close();
        assertThat(catchThrowableOfType(DeliveryException.class, this::deliver).reason())
                .isEqualTo(Reason.CONNECTION);
        assertThat(context.reports()).isEmpty();
        assertThat(context.log()).noneMatch(line -> line.contains("S3CR3TK3Y"));
    }
}
