/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the keys of events that were taken, for a window of time and up to a number. To look, to take the events in and
 * to remember them is one step under {@link #lock}: otherwise two equal events at the same moment would both go through, or
 * the second would count as a duplicate of a first that was refused in the end.
 */
final class Duplicates {

    /** Longer keys are kept as a digest, so that large fields do not fill the memory. */
    private static final int LONGEST = 128;

    final ReentrantLock lock = new ReentrantLock();
    private final DuplicateOptions options;
    /** Key to when it is forgotten; in that order too, since all live equally long. */
    private final Map<String, Long> seen = new LinkedHashMap<>();

    Duplicates(DuplicateOptions options) {
        this.options = options;
    }

    /** Null for an event that is never a duplicate. */
    @Nullable
    String key(Event event) {
        StringBuilder key = new StringBuilder();
        boolean any = false;
        for (String field : options.by()) {
            Object value = event.get(field);
            if (value == null) {
                key.append("-;");
            } else {
                any = true;
                String text = value.toString();
                key.append(text.length()).append(':').append(text).append(';');
            }
        }
        return !any ? null : key.length() > LONGEST ? digest(key.toString()) : key.toString();
    }

    private static String digest(String text) {
        try {
            // not one that can be made to collide: whoever can would suppress the events of others
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Under the lock. */
    boolean seen(String key, long nanos) {
        Iterator<Long> oldest = seen.values().iterator();
        while (oldest.hasNext() && nanos - oldest.next() >= 0) {
            oldest.remove();
        }
        return seen.containsKey(key);
    }

    /** Under the lock; only what {@link #seen} did not know. */
    void remember(String key, long nanos) {
        seen.put(key, nanos + options.within().toNanos());
        if (seen.size() > options.keep()) {
            Iterator<Long> oldest = seen.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    int size() {
        lock.lock();
        try {
            return seen.size();
        } finally {
            lock.unlock();
        }
    }
}
