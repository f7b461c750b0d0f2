/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

import dev.dispatcher.api.Outcomes.Attempt;
import dev.dispatcher.api.Outcomes.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deliveries as Masakari tells of its recovery workflow: one task each, the attempts as its progress. */
final class Details {

    /** More would not fit into the table when every one fails at length. */
    private static final int DELIVERIES = 50;

    private static final int ATTEMPTS = 5;
    private static final int WORDS = 150;

    private Details() {}

    static List<Object> of(List<Delivery> deliveries) {
        return deliveries.stream().limit(DELIVERIES).map(Details::task).toList();
    }

    private static Object task(Delivery delivery) {
        boolean delivered = delivery.status().equals("delivered");
        List<Object> progress = new ArrayList<>();
        progress.add(step(delivery.made(), "0.0", "to sink " + delivery.sink() + " by rule " + delivery.rule()));
        List<Attempt> attempts = delivery.attempts();
        for (Attempt attempt : attempts.subList(Math.max(0, attempts.size() - ATTEMPTS), attempts.size())) {
            progress.add(step(
                    attempt.at().plus(attempt.took()),
                    attempt.failure().isEmpty() ? "1.0" : "0.0",
                    attempt.failure().map(why -> "failed: " + why).orElse("delivered")));
        }
        delivery.why().ifPresent(why -> progress.add(step(last(delivery), "1.0", delivery.status() + ": " + why)));
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("name", delivery.sink());
        task.put("progress", delivered || state(delivery).equals("FAILURE") ? 1.0 : 0.0);
        task.put("progress_details", progress);
        task.put("state", state(delivery));
        return task;
    }

    private static Instant last(Delivery delivery) {
        List<Attempt> attempts = delivery.attempts();
        return attempts.isEmpty()
                ? delivery.made()
                : attempts.get(attempts.size() - 1).at();
    }

    private static String state(Delivery delivery) {
        return switch (delivery.status()) {
            case "delivered" -> "SUCCESS";
            case "dead", "dropped" -> "FAILURE";
            case "diverted" -> "REVERTED";
            case "waiting" -> "PENDING";
            default -> "RUNNING";
        };
    }

    private static Map<String, Object> step(Instant at, String progress, String message) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("timestamp", Times.withSpace(at));
        step.put("progress", progress);
        step.put("message", message.length() <= WORDS ? message : message.substring(0, WORDS) + "…");
        return step;
    }
}
