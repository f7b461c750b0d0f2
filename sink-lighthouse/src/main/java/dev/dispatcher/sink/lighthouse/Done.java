/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.Event;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Pages of events that are not done yet: another attempt leaves out what is audited and told of. Any number of threads. */
final class Done {

    private static final int MOST = 1000;

    private final Map<String, Set<String>> pages = new LinkedHashMap<>();

    synchronized boolean has(Event event, Page page) {
        return pages.getOrDefault(event.id(), Set.of()).contains(page.toString());
    }

    synchronized void add(Event event, Page page) {
        pages.computeIfAbsent(event.id(), made -> new HashSet<>()).add(page.toString());
        if (pages.size() > MOST) {
            pages.remove(pages.keySet().iterator().next());
        }
    }

    synchronized void forget(Event event) {
        pages.remove(event.id());
    }
}
