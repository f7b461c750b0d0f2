/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Remembers so many, and forgets what was not asked for longest. Any number of threads. */
final class Recent<K, V> {

    private final Map<K, V> known;

    Recent(int most) {
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    synchronized @Nullable V get(K key) {
        return known.get(key);
    }

    synchronized void put(K key, V value) {
        known.put(key, value);
    }

    synchronized void remove(K key) {
        known.remove(key);
    }

    /** In one step, so that no other thread comes between. */
    synchronized V change(K key, V first, UnaryOperator<V> change) {
        V now = change.apply(known.getOrDefault(key, first));
        known.put(key, now);
        return now;
    }

    synchronized int size() {
        return known.size();
    }
}
