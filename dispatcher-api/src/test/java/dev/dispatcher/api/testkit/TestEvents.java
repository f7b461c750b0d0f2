/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import dev.dispatcher.api.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events for tests. */
public final class TestEvents {

    private TestEvents() {}

    /** An ordinary event with this message and an id of its own for each message. */
    public static Event event(String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(Event.ID, "id-" + message.replaceAll("[^A-Za-z0-9]+", "-"));
        fields.put(Event.TIMESTAMP, "2026-01-02T03:04:05Z");
        fields.put(Event.KIND, "urn:test:kind");
        fields.put(Event.MESSAGE, message);
        fields.put(Event.SOURCE, "urn:test:source");
        fields.put(Event.SEVERITY, "warning");
        fields.put("host", "web-1");
        fields.put("lag", 1234L);
        return Event.of(fields);
    }

    /** Every one is a legal event, and each breaks something that was written without thought. */
    public static List<Event> hostile() {
        List<String> texts = List.of(
                "quotes \" ' ` and \\ backslash \\u0041 \\n",
                "line\nbreak\r\nand\ttab",
                "x\r\nX-Injected: yes\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
                "control \u0000 \u0001 \u001b[31m \u007f \u0085",
                "separators \u2028 and \u2029",
                "lone surrogates \ud800 and \udc00",
                "\ud83d\ude00 emoji, \u202e right to left, e\u0301 combined, \ufeff mark, \uffff none",
                "<script>alert(1)</script> & <!channel> ]]> <https://example.org|x>",
                "{{ id }} {% for e in events %} ${env:HOME} ${jndi:ldap://x} #{1+1} %s %n {} {0}",
                "'; drop table events; -- \" or 1=1",
                ",=\\ field=1i 1 \"",
                "../../etc/passwd?a=b&c=d#e %2e%2e%2f",
                " ",
                "long ".repeat(30_000));
        List<Event> events = new ArrayList<>();
        for (String text : texts) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put(Event.ID, text.length() > 200 ? "long" : text);
            fields.put(Event.TIMESTAMP, "2026-01-02T03:04:05.123456789Z");
            fields.put(Event.KIND, text.length() > 200 ? "long" : text);
            fields.put(Event.MESSAGE, text);
            fields.put(Event.SOURCE, text);
            fields.put(Event.SEVERITY, text);
            fields.put(Event.VIEW_LINK, text);
            fields.put(Event.ACK_LINK, "javascript:alert(1)");
            fields.put("host", text);
            fields.put("nothing", null);
            fields.put("lag", new java.math.BigDecimal("1e400"));
            fields.put("big", new java.math.BigInteger("9".repeat(60)));
            fields.put("", "no name");
            fields.put("odd name \"\r\n\u0000=, ", true);
            events.add(Event.of(fields));
        }
        return events;
    }
}
