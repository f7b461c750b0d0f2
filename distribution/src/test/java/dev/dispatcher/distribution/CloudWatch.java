/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpStub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Stands for Amazon CloudWatch: takes apart what the SDK sends. */
final class CloudWatch implements AutoCloseable {

    private static final ObjectMapper CBOR = new CBORMapper();

    private final HttpStub stub = HttpStub.start();

    /** @param dimensions by name */
    record Datum(String namespace, String name, double value, Instant time, Map<String, String> dimensions) {}

    CloudWatch() {
        takes();
    }

    String url() {
        return stub.uri("").toString();
    }

    void takes() {
        stub.always(answer(200, CBOR.createObjectNode()));
    }

    void fails() {
        stub.always(answer(
                500,
                CBOR.createObjectNode()
                        .put("__type", "com.amazonaws.cloudwatch#InternalServiceFault")
                        .put("message", "not now")));
    }

    /** How many calls came, taken or not. */
    int calls() {
        return stub.requests().size();
    }

    /** The data of each call. */
    List<List<Datum>> data() {
        return stub.requests().stream().map(CloudWatch::data).toList();
    }

    /** Those of all calls. */
    List<Datum> allData() {
        return data().stream().flatMap(List::stream).toList();
    }

    private static List<Datum> data(HttpStub.Request request) {
        try {
            byte[] body = request.body();
            if ("gzip".equals(request.header("content-encoding"))) {
                body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            JsonNode call = CBOR.readTree(body);
            List<Datum> data = new ArrayList<>();
            for (JsonNode datum : call.get("MetricData")) {
                Map<String, String> dimensions = new TreeMap<>();
                for (JsonNode dimension : datum.path("Dimensions")) {
                    dimensions.put(
                            dimension.get("Name").asText(),
                            dimension.get("Value").asText());
                }
                data.add(new Datum(
                        call.get("Namespace").asText(),
                        datum.get("MetricName").asText(),
                        datum.get("Value").asDouble(),
                        Instant.ofEpochMilli((long) (datum.get("Timestamp").asDouble() * 1000)),
                        dimensions));
            }
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(int status, ObjectNode content) {
        try {
            return Answer.status(status)
                    .with("smithy-protocol", "rpc-v2-cbor")
                    .with("Content-Type", "application/cbor")
                    .body(CBOR.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stub.close();
    }
}
