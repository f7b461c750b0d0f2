/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Decides who may use a type that several offer. Between two alike nobody wins, so that no file name decides. */
final class Claims {

    private Claims() {}

    /**
     * @param side {@code sink} or {@code portal}
     * @param replace types where the user's plugin stands in for ours
     * @param refuse told about each offer that is not used
     */
    static <F> Map<String, Offer<F>> settle(
            String side, List<Offer<F>> offers, Set<String> replace, BiConsumer<Plugin, String> refuse) {
        Map<String, List<Offer<F>>> byType = new TreeMap<>();
        offers.forEach(offer ->
                byType.computeIfAbsent(offer.type(), type -> new ArrayList<>()).add(offer));
        Map<String, Offer<F>> settled = new TreeMap<>();
        byType.forEach((type, all) -> {
            List<Offer<F>> candidates = candidates(side, type, all, replace, refuse);
            if (candidates.size() == 1) {
                settled.put(type, candidates.get(0));
            }
            for (Offer<F> each : candidates.size() == 1 ? List.<Offer<F>>of() : candidates) {
                refuse.accept(each.plugin(), twice(side, type, each, candidates));
            }
        });
        return settled;
    }

    private static <F> List<Offer<F>> candidates(
            String side, String type, List<Offer<F>> all, Set<String> replace, BiConsumer<Plugin, String> refuse) {
        List<Offer<F>> users = all.stream().filter(Claims::isUsers).toList();
        List<Offer<F>> ours = all.stream().filter(offer -> !isUsers(offer)).toList();
        if (users.isEmpty() || ours.isEmpty()) {
            return all;
        }
        if (replace.contains(type)) {
            return users;
        }
        users.forEach(offer -> refuse.accept(
                offer.plugin(),
                side + " type '" + type + "' is there already (" + ours.get(0).plugin()
                        + "); to use this one instead, write replace: " + type));
        return ours;
    }

    private static boolean isUsers(Offer<?> offer) {
        return offer.plugin().facts().origin() == Origin.USER;
    }

    private static <F> String twice(String side, String type, Offer<F> one, List<Offer<F>> all) {
        List<String> others = all.stream()
                .map(Offer::plugin)
                .filter(plugin -> plugin != one.plugin())
                .map(Plugin::toString)
                .toList();
        return "two offer " + side + " type '" + type + "', and neither is used: " + one.plugin() + " and "
                + (others.isEmpty() ? "itself, with another class" : String.join(", ", others));
    }
}
