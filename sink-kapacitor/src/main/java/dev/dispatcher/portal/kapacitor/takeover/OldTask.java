/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.takeover;

import dev.dispatcher.portal.kapacitor.client.Found;
import dev.dispatcher.portal.kapacitor.script.Settings;
import dev.dispatcher.portal.kapacitor.task.Kind;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a task of Kapacitor back: from its vars, and where these do not say it from its id and its script. */
final class OldTask {

    static final String FROM = "Kapacitor";

    private static final Map<String, String> TOLERANCES = Map.of("0.5", "low", "1", "medium", "1.5", "high");

    private final Found found;
    private final Kind kind;

    private OldTask(Found found, Kind kind) {
        this.found = found;
        this.kind = kind;
    }

    static Old read(Found found, Optional<Kind> kind, Settings settings) {
        if (kind.isEmpty()) {
            return Old.not(found.id(), FROM, "its id is not that of an app's task");
        }
        if (!found.enabled()) {
            return Old.not(found.id(), FROM, "it is disabled: enable it first, or remove it there");
        }
        List<Object> reads = List.of(Map.of("db", settings.database(), "rp", settings.retentionPolicy()));
        if (!found.dbrps().equals(reads)) {
            return Old.not(
                    found.id(),
                    FROM,
                    "it does not read " + settings.database() + "." + settings.retentionPolicy()
                            + ", as database and retention-policy say");
        }
        Old old = new OldTask(found, kind.get()).read();
        return old.task().id().equals(found.id())
                ? old
                : Old.not(
                        found.id(),
                        FROM,
                        "its vars are those of the task " + old.task().id());
    }

    private Old read() {
        Map<String, String> fields = new LinkedHashMap<>();
        int mark = kind == Kind.MEMORY
                ? found.id().indexOf(kind.mark())
                : found.id().lastIndexOf(kind.mark());
        fields.put("app", or(found.var("app"), found.id().substring(0, mark)));
        switch (kind) {
            case ERRORS ->
                fields.put(
                        "tolerance",
                        or(found.var("tolerance"), TOLERANCES.getOrDefault(plain(found.var("sigma")), "")));
            case MEMORY -> {
                String rest = found.id().substring(mark + kind.mark().length());
                fields.put("dynotype", or(found.var("dynotyperequest"), rest));
                fields.put("crit", threshold("crit"));
                fields.put("warn", threshold("warn"));
                fields.put("window", or(found.var("window"), said("period", "([0-9]+[a-z]+)")));
                fields.put("every", or(found.var("every"), said("every", "([0-9]+[a-z]+)")));
            }
            case CRASHED, RELEASE -> {}
        }
        for (String target : List.of("slack", "post", "email")) {
            fields.put(target, found.var(target));
        }
        return Old.of(found.id(), FROM, kind, fields);
    }

    /** The var of a threshold with decimals was 0 in the old program; the script has it right. */
    private String threshold(String name) {
        String var = plain(found.var(name));
        return var.isEmpty() || var.equals("0") ? said(name, "lambda: *\"value\" *> *([0-9]+(?:\\.[0-9]+)?)") : var;
    }

    private String said(String property, String pattern) {
        Matcher matcher =
                Pattern.compile("\\." + property + "\\( *" + pattern + " *\\)").matcher(found.script());
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String or(String value, String other) {
        return value.isEmpty() ? other : value;
    }

    private static String plain(String number) {
        try {
            return new BigDecimal(number).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return number;
        }
    }
}
