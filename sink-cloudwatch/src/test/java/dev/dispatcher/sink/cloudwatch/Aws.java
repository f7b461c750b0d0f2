/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpStub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** What the SDK sends, taken apart, and answers as AWS gives them. */
final class Aws {

    private static final ObjectMapper CBOR = new CBORMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Aws() {}

    static boolean isMetrics(HttpStub.Request request) {
        return request.target().endsWith("/service/GraniteServiceVersion20100801/operation/PutMetricData");
    }

    /** The operation of a request to CloudWatch Logs. */
    static String operation(HttpStub.Request request) {
        String target = request.header("x-amz-target");
        return target == null ? request.target() : target.substring(target.indexOf('.') + 1);
    }

    /** The body of a request, whatever its form. */
    static JsonNode decoded(HttpStub.Request request) {
        try {
            byte[] body = request.body();
            if ("gzip".equals(request.header("content-encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            return isMetrics(request) ? CBOR.readTree(body) : JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> decoded(HttpStub stub) {
        return stub.requests().stream().map(Aws::decoded).toList();
    }

    static Answer metricsTaken() {
        return cbor(200, JSON.createObjectNode());
    }

    /** As CloudWatch refuses metrics. */
    static Answer metricsRefused(int status, String code, String message) {
        return cbor(
                status,
                JSON.createObjectNode()
                        .put("__type", "com.amazonaws.cloudwatch#" + code)
                        .put("message", message));
    }

    private static Answer cbor(int status, ObjectNode content) {
        try {
            return Answer.status(status)
                    .with("smithy-protocol", "rpc-v2-cbor")
                    .with("Content-Type", "application/cbor")
                    .body(CBOR.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Answer logsTaken() {
        return json(200, "{}");
    }

    static Answer logsRefused(int status, String code, String message) {
        return json(
                status,
                JSON.createObjectNode()
                        .put("__type", code)
                        .put("message", message)
                        .toString());
    }

    static Answer json(int status, String content) {
        return Answer.status(status)
                .with("Content-Type", "application/x-amz-json-1.1")
                .body(content);
    }
}
