/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dispatcher.api.Adapter;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Fault;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.core.event.Limits;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsTest {

    private static final String JSON = "application/cloudevents+json; charset=UTF-8";
    private static final String REQUIRED =
            "\"specversion\":\"1.0\",\"id\":\"A1\",\"source\":\"/shop\",\"type\":\"org.x\"";

    private final AtomicInteger refused = new AtomicInteger();
    private final Adapter reader = new CloudEvents(Asked.events(Limits.DEFAULTS, refused));

    private Event one(String body, String... headers) throws Exception {
        Reading reading = reader.read(Asked.request(body, headers));
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.events()).hasSize(1);
        return reading.events().get(0);
    }

    private Event structured(String more) throws Exception {
        return one("{" + REQUIRED + more + "}", "Content-Type", JSON);
    }

    private Fault fault(String body, String... headers) throws Exception {
        Reading reading = reader.read(Asked.request(body, headers));
        assertThat(reading.events()).isEmpty();
        return reading.faults().get(0);
    }

    @Test
    void attributesAndDataBecomeFields() throws Exception {
        Event event = structured(
                ",\"time\":\"2018-04-05T17:31:00+02:00\",\"subject\":\"order 7\",\"dataschema\":\"http://x\","
                        + "\"partitionkey\":5,\"sampled\":true,\"data\":{\"message\":\"sold\",\"severity\":\"info\",\"a\":{\"b\":[1,null]}}");
        assertThat(event.id()).isEqualTo("A1");
        assertThat(event.kind()).isEqualTo("org.x");
        assertThat(event.source()).contains("/shop");
        assertThat(event.timestamp()).hasToString("2018-04-05T15:31:00Z");
        assertThat(event.message()).isEqualTo("sold");
        assertThat(event.get("subject")).isEqualTo("order 7");
        assertThat(event.get("dataschema")).isEqualTo("http://x");
        assertThat(event.get("partitionkey")).isEqualTo(5L);
        assertThat(event.get("sampled")).isEqualTo(true);
        assertThat(event.get("a.b.0")).isEqualTo(1L);
        assertThat(event.has("a.b.1")).isTrue();
        assertThat(event.has("specversion")).isFalse();
        assertThat(event.key()).contains("ce /shop A1");
    }

    @Test
    void dataNeverTakesThePlaceOfAnAttribute() throws Exception {
        Event event = structured(
                ",\"subject\":\"s\",\"ext\":\"e\",\"kind\":\"k\",\"data\":{\"id\":7,\"source\":{\"x\":1},"
                        + "\"kind\":\"mine\",\"timestamp\":123,\"subject\":\"other\",\"ext\":\"other\",\"severity\":3}");
        assertThat(event.id()).isEqualTo("A1");
        assertThat(event.get("data.id")).isEqualTo(7L);
        assertThat(event.get("data.source.x")).isEqualTo(1L);
        assertThat(event.get("data.kind")).isEqualTo("mine");
        assertThat(event.get("data.timestamp")).isEqualTo(123L);
        assertThat(event.get("ext")).isEqualTo("e");
        assertThat(event.get("data.ext")).isEqualTo("other");
        assertThat(event.get("extension.kind")).isEqualTo("k");
        assertThat(event.severity()).isEmpty();
        assertThat(event.get("data.severity")).isEqualTo(3L);
        assertThat(event.message()).as("without one in the data: the subject").isEqualTo("s");
        assertThat(structured("").message()).isEqualTo("org.x");
    }

    @Test
    void otherDataIsOneField() throws Exception {
        assertThat(structured(",\"data\":\"text\"").get("data")).isEqualTo("text");
        assertThat(structured(",\"data\":[1,2]").get("data.1")).isEqualTo(2L);
        String json = Base64.getEncoder().encodeToString("{\"message\":\"hi\"}".getBytes());
        assertThat(structured(",\"data_base64\":\"" + json + "\"").message()).isEqualTo("hi");
        assertThat(structured(",\"data_base64\":\"AAEC/w==\"").get("data_base64"))
                .isEqualTo("AAEC/w==");
        assertThat(structured(",\"datacontenttype\":\"text/plain\",\"data_base64\":\"aGk=\"")
                        .get("data"))
                .isEqualTo("hi");
    }

    @Test
    void binaryModeHasTheAttributesInHeaders() throws Exception {
        Event event = one(
                "{\"message\":\"sold\"}",
                "Content-Type",
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "\"A 1\"",
                "ce-source",
                "/caf%C3%A9",
                "ce-type",
                "org.x",
                "ce-time",
                "2018-04-05T17:31:00Z",
                "ce-traceparent",
                "00-abc");
        assertThat(event.id()).isEqualTo("A 1");
        assertThat(event.source()).contains("/café");
        assertThat(event.message()).isEqualTo("sold");
        assertThat(event.get("traceparent")).isEqualTo("00-abc");
        assertThat(event.get("datacontenttype")).isEqualTo("application/json");
        Event empty = one("", "ce-specversion", "1.0", "ce-id", "1", "ce-source", "/s", "ce-type", "t");
        assertThat(empty.message()).isEqualTo("t");
    }

    @Test
    void aBatchIsAListAndEachIsCheckedByItself() throws Exception {
        String batch = "application/cloudevents-batch+json";
        Reading reading = reader.read(Asked.request(
                "[{" + REQUIRED + "},{\"specversion\":\"1.0\"},3,{" + REQUIRED.replace("A1", "A2") + "}]",
                "Content-Type",
                batch));
        assertThat(reading.events()).extracting(Event::id).containsExactly("A1", "A2");
        assertThat(reading.indexes()).containsExactly(0, 3);
        assertThat(reading.faults()).extracting(Fault::index).containsExactly(1, 2);
        assertThat(reading.total()).isEqualTo(4);
        assertThat(refused).hasValue(2);
        assertThat(reader.read(Asked.request("[]", "Content-Type", batch)).faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'specversion':'0.3','id':'1','source':'s','type':'t'}|specversion|1.0 is expected",
                "{'id':'1','source':'s','type':'t'}|specversion|the attribute is missing; 1.0 is expected",
                "{'specversion':1.0,'id':'1','source':'s','type':'t'}|specversion|1.0 is expected",
                "{'specversion':'1.0','source':'s','type':'t'}|id|the attribute is missing",
                "{'specversion':'1.0','id':'','source':'s','type':'t'}|id|a text that is not empty is expected",
                "{'specversion':'1.0','id':5,'source':'s','type':'t'}|id|a text that is not empty is expected",
                "{'specversion':'1.0','id':'1','source':null,'type':'t'}|source|the attribute is missing",
                "{'specversion':'1.0','id':'1','source':'s','type':'t','time':'noon'}|time|a date and time in RFC 3339, such as 2026-11-20T10:15:30Z, is expected",
                "{'specversion':'1.0','id':'1','source':'s','type':'t','ext':{}}|ext|an attribute is a text, number or boolean",
                "{'specversion':'1.0','id':'1','source':'s','type':'t','data':1,'data_base64':'aGk='}|data_base64|an event has data or data_base64, not both",
                "{'specversion':'1.0','id':'1','source':'s','type':'t','data_base64':'%'}|data_base64|a text in Base64 is expected"
            })
    void whatIsWrongIsSaid(String body, String attribute, String message) throws Exception {
        Fault fault = fault(body.replace('\'', '"'), "Content-Type", JSON);
        assertThat(fault.field()).isEqualTo(attribute);
        assertThat(fault.message()).isEqualTo(message);
        assertThat(refused).hasValue(1);
    }

    @Test
    void whatIsWrongWithAHeaderIsSaid() throws Exception {
        String[] headers = {"ce-specversion", "1.0", "ce-id", "50%", "ce-source", "/s", "ce-type", "t"};
        assertThat(fault("", headers).message()).contains("two hexadecimal digits");
        headers[3] = "%FF";
        assertThat(fault("", headers).message()).contains("not UTF-8");
        headers[3] = "1";
        headers[6] = "ce-datacontenttype";
        assertThat(fault("", headers).field()).isEqualTo("datacontenttype");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/cloudevents+avro|x|415",
                "application/cloudevents+json; charset=utf-16|{}|415",
                "application/cloudevents+json|{|400",
                "application/cloudevents+json|{\"id\":1,\"id\":2}|400",
                "application/cloudevents-batch+json|{}|400",
                "application/json|{}|415"
            })
    void bodiesThatAreNoCloudEventsAreRefused(String type, String body, int status) {
        Adapter.Refusal refusal = catchThrowableOfType(
                Adapter.Refusal.class, () -> reader.read(Asked.request(body, "Content-Type", type)));
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refused).hasValue(1);
    }

    @Test
    void limitsAreNamed() throws Exception {
        Fault fault = fault("{" + REQUIRED + ",\"data\":{\"x\":\"" + "y".repeat(70_000) + "\"}}", "Content-Type", JSON);
        assertThat(fault.limit()).isTrue();
        assertThat(fault.message()).contains("limit 'field-size'");
        List<String> big = java.util.Collections.nCopies(10_001, "{" + REQUIRED + "}");
        Adapter.Refusal refusal = catchThrowableOfType(
                Adapter.Refusal.class,
                () -> reader.read(Asked.request(big.toString(), "Content-Type", "application/cloudevents-batch+json")));
        assertThat(refusal.status()).isEqualTo(413);
    }
}
