/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a body may be called, and what is said of a bad one. */
final class Bodies {

    private Bodies() {}

    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    static String summary(List<Form.Fault> faults) {
        return faults.stream()
                .map(fault -> "field '" + fault.field() + "': " + fault.error())
                .collect(Collectors.joining("; "));
    }
}
