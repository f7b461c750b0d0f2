/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.takeover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/** What an import did, or would do. */
public final class Report {

    private static final int LINES = 200;

    private final boolean check;
    private final List<Map<String, String>> taken = new ArrayList<>();
    private final List<Map<String, String>> skipped = new ArrayList<>();
    private int known;

    /** @param check whether nothing was done */
    Report(boolean check) {
        this.check = check;
    }

    void take(Old old) {
        taken.add(line(old));
    }

    void skip(Old old, String why) {
        Map<String, String> line = line(old);
        line.put("why", why);
        skipped.add(line);
    }

    void know() {
        known++;
    }

    private static Map<String, String> line(Old old) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("id", old.id());
        line.put("from", old.from());
        return line;
    }

    /** How many were taken. */
    public int taken() {
        return taken.size();
    }

    /** As it is answered. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("check", check);
        fields.put("taken", taken);
        fields.put("skipped", skipped);
        fields.put("known", known);
        return fields;
    }

    /** Says it all, the taken in one line and each that was skipped in one. */
    public void log(Logger log) {
        skipped.stream()
                .limit(LINES)
                .forEach(line -> log.warn(
                        "import: the task {} of {} is skipped: {}", line.get("id"), line.get("from"), line.get("why")));
        log.info(
                "import: {} tasks {} taken over, {} are known already, {} are skipped",
                taken.size(),
                check ? "would be" : "are",
                known,
                skipped.size());
    }
}
