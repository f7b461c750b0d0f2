/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.takeover;

import dev.dispatcher.portal.kapacitor.task.Kind;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A task that was found somewhere, or why it is none that can be taken.
 *
 * @param from where it was found, for people
 * @param task empty texts where nothing was found; nothing is checked yet
 * @param why empty when nothing is known against it
 */
record Old(String id, String from, Task task, String why) {

    static Old of(String id, String from, Kind kind, Map<String, String> fields) {
        Map<String, String> tidy = new LinkedHashMap<>(fields);
        // what the old program made of no channel at all
        tidy.computeIfPresent("slack", (name, slack) -> slack.equals("#") ? "" : slack);
        tidy.computeIfPresent(
                "email",
                (name, email) -> Stream.of(email.split(",", -1))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.joining(",")));
        return new Old(id, from, Task.of(kind, tidy), "");
    }

    static Old not(String id, String from, String why) {
        return new Old(id, from, Task.of(Kind.CRASHED, Map.of()), why);
    }
}
