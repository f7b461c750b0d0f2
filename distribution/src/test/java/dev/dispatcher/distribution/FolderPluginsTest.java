/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpStub;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins with libraries, which look for parts of themselves by class loaders: only the archive shows that they find them. */
class FolderPluginsTest {

    @TempDir
    Path folder;

    @Test
    void aMailWithTextAndHtmlIsSentFromTheArchive() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try (Archive archive = new Archive(folder)) {
            archive.dispatcherYaml("""
                            portals: {front-door: {type: http}}
                            sinks:
                              mail:
                                type: email
                                host: 127.0.0.1
                                port: %d
                                security: none
                                from: Zentrale Köln <dispatcher@example.org>
                                to: [ops@example.org]
                                html: "<b>{{ message }}</b>"
                            """.formatted(server.getSmtp().getPort()))
                    .rules("rules: [{name: all, to: mail}]")
                    .run();
            archive.send("{\"message\": \"größer <als> erwartet\"}");

            await().atMost(Archive.PATIENCE).until(() -> server.getReceivedMessages().length == 1);
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("größer <als> erwartet");
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(((jakarta.mail.internet.MimeMultipart) mail.getContent())
                            .getBodyPart(1)
                            .getContent())
                    .asString()
                    .contains("<b>größer &lt;als&gt; erwartet</b>");
            assertThat(archive.get("/api/dead-letters").body()).doesNotContain("größer");
        } finally {
            server.stop();
        }
    }

    @Test
    void aMetricIsSentFromTheArchive() throws Exception {
        try (HttpStub cloudwatch = HttpStub.start()
                        .always(Answer.status(200)
                                .with("smithy-protocol", "rpc-v2-cbor")
                                .with("Content-Type", "application/cbor")
                                .body(new byte[] {(byte) 0xa0}));
                Archive archive = new Archive(folder)) {
            archive.dispatcherYaml("""
                            portals: {front-door: {type: http}}
                            sinks:
                              lag:
                                type: cloudwatch
                                region: eu-central-1
                                endpoint: %s
                                credentials: {access-key-id: AKID, secret-access-key: of-nobody}
                                preset: karrot
                            """.formatted(cloudwatch.uri("/")))
                    .rules("rules: [{name: all, to: lag}]")
                    .run();
            archive.send("{\"message\": \"x\", \"group\": \"payments\", \"cluster\": \"c1\", \"totallag\": 4711}");

            await().atMost(Archive.PATIENCE)
                    .untilAsserted(() -> assertThat(archive.get("/metrics").body())
                            .contains("dispatcher_plugin_total{counter=\"metric_data\",instance=\"lag\"} 1.0"));
            assertThat(cloudwatch.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).endsWith("/operation/PutMetricData");
                assertThat(request.text()).contains("GumGum/Kafka/Burrow/ConsumerLag", "payments");
            });
        }
    }
}
