/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.logging.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * What came of a reload.
 *
 * @param mistakes why it was refused; empty when it was not
 * @param changes what is different now, for people
 * @param hash of the configuration in force afterwards, shortened
 */
public record Reload(List<Mistake> mistakes, List<String> changes, List<String> warnings, String hash) {

    static Reload refused(List<Mistake> mistakes, String hash) {
        return new Reload(Masked.mistakes(mistakes, Secrets::mask), List.of(), List.of(), hash);
    }

    public boolean done() {
        return mistakes.isEmpty();
    }

    void tell(Logger log) {
        if (done()) {
            log.info("reloaded, {}", changes.isEmpty() ? "nothing changed" : String.join("; ", changes));
            warnings.forEach(log::warn);
        } else {
            log.error("reload refused; the configuration before it stays in force:");
            mistakes.forEach(mistake -> log.error("  {}", mistake));
        }
    }

    /** As {@code POST /api/reload} answers it. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("reloaded", done());
        map.put("hash", hash);
        if (done()) {
            map.put("changes", changes);
            map.put("warnings", warnings);
        } else {
            map.put("error", "the configuration is wrong; the one before it stays in force");
            List<Object> all = new ArrayList<>();
            for (Mistake mistake : mistakes) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("file", mistake.at().file());
                one.put("line", (long) mistake.at().line());
                one.put("path", mistake.path());
                one.put("message", mistake.message());
                one.put("text", mistake.toString());
                all.add(one);
            }
            map.put("mistakes", all);
        }
        return map;
    }
}
