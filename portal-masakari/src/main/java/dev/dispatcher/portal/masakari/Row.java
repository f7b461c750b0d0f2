/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One notification as it is kept.
 *
 * @param generated microseconds since 1970, like the other times
 * @param details how its deliveries went, as they were last heard of
 * @param updated 0 until the first change
 */
record Row(
        long id,
        String uuid,
        long generated,
        String host,
        String type,
        Map<?, ?> payload,
        String status,
        List<?> details,
        long created,
        long updated) {

    Row with(String changed, List<?> deliveries, long now) {
        return new Row(id, uuid, generated, host, type, payload, changed, deliveries, created, now);
    }

    /** In the order in which Masakari has the keys. */
    Map<String, @Nullable Object> shown(boolean detailed) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", id);
        shown.put("notification_uuid", uuid);
        // with details it comes from Masakari's engine, which knows whole seconds only
        shown.put(
                "generated_time", Times.withT(detailed ? Math.floorDiv(generated, 1_000_000) * 1_000_000 : generated));
        shown.put("source_host_uuid", host);
        shown.put("type", type);
        shown.put("payload", payload);
        shown.put("status", status);
        if (detailed) {
            shown.put("recovery_workflow_details", details);
        }
        shown.put("created_at", Times.withT(created));
        shown.put("updated_at", updated == 0 ? null : Times.withT(updated));
        shown.put("deleted_at", null);
        shown.put("deleted", false);
        return shown;
    }
}
