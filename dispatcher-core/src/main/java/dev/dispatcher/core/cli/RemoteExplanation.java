/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.json.JacksonJson;
import dev.dispatcher.core.logging.LogText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Why an event went where it went, as a running dispatcher tells it. */
final class RemoteExplanation {

    private RemoteExplanation() {}

    /** @throws Problem also when the dispatcher does not know the event, with its reason */
    static int print(String id, Remote remote, boolean asJson, PrintWriter out)
            throws IOException, InterruptedException, Problem {
        // a path keeps a plus as it is
        String segment = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        Remote.Answer answer = remote.get("/api/events/" + segment + "/explain");
        if (answer.status() != 200) {
            Object see = answer.body().get("see");
            throw new Problem(answer.error() + (see == null ? "" : ": " + see));
        }
        List<?> all = list(answer.body(), "explanations");
        if (asJson) {
            out.println(new JacksonJson().pretty(all));
            return 0;
        }
        for (Object each : all) {
            if (each instanceof Map<?, ?> explanation) {
                print(explanation, out);
            }
        }
        return 0;
    }

    private static void print(Map<?, ?> explanation, PrintWriter out) {
        out.println(String.valueOf(explanation.get("text")).stripTrailing());
        out.println();
        out.println("came " + word(explanation, "arrived") + " through " + word(explanation, "portal") + ", is "
                + word(explanation, "status") + "; rules " + word(explanation, "rules_version"));
        if (explanation.get("suppressed") != null) {
            out.println("goes nowhere: " + word(explanation, "suppressed"));
        }
        list(explanation, "warnings")
                .forEach(warning -> out.println("warning: " + LogText.oneLine(String.valueOf(warning))));
        for (Object each : list(explanation, "deliveries")) {
            if (each instanceof Map<?, ?> delivery) {
                delivery(delivery, out);
            }
        }
        out.println();
    }

    private static void delivery(Map<?, ?> delivery, PrintWriter out) {
        StringBuilder line =
                new StringBuilder("  ").append(word(delivery, "sink")).append(" (");
        line.append(word(delivery, "rule")).append("): ").append(word(delivery, "status"));
        line.append(", attempts: ").append(word(delivery, "attempts"));
        if (delivery.get("why") != null) {
            line.append(", ").append(word(delivery, "why"));
        }
        if (delivery.get("diverted_to") != null) {
            line.append(", diverted to ").append(word(delivery, "diverted_to"));
        }
        if (delivery.get("diverted_from") != null) {
            line.append(", diverted from ").append(word(delivery, "diverted_from"));
        }
        out.println(line);
        for (Object each : list(delivery, "tries")) {
            if (each instanceof Map<?, ?> attempt) {
                out.println("    " + word(attempt, "at") + "  " + word(attempt, "took_ms") + " ms  "
                        + (Boolean.TRUE.equals(attempt.get("ok"))
                                ? "delivered"
                                : word(attempt, "reason") + ": " + word(attempt, "message")));
            }
        }
    }

    private static String word(Map<?, ?> map, String name) {
        return LogText.oneLine(String.valueOf(map.get(name)));
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return map.get(name) instanceof List<?> found ? found : List.of();
    }
}
