/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.task;

import java.util.Map;
import java.util.stream.Collectors;

/** Everything that is wrong with what was sent. */
public final class Mistakes extends Exception {

    private final transient Map<String, String> fields;

    /** @param fields what is wrong by the name of the field, in the order in which it is to be told */
    public Mistakes(Map<String, String> fields) {
        super(fields.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("; ")));
        this.fields = fields;
    }

    public Mistakes(String what) {
        super(what);
        this.fields = Map.of();
    }

    public Map<String, String> fields() {
        return fields;
    }
}
