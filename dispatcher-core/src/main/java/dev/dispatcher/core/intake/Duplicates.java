/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.api.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the keys of events that were taken, for a window of time and up to a number. To look, to take the events in and
 * to remember them is one step under {@link #lock}: otherwise two equal events at the same moment would both go through, or
 * the second would count as a duplicate of a first that was refused in the end.
 */
final class Duplicates {

    /** Longer keys are kept as a digest, so that large fields do not fill the memory. */
    private static final int LONGEST = 128;

    /** What an event is known by: null for what does not apply. */
    record Keys(@Nullable String fields, @Nullable String sender) {}

    final ReentrantLock lock = new ReentrantLock();
    /** Of which it is not known yet whether they are taken. */
    private final Set<Keys> underWay = new HashSet<>();

    private final DuplicateOptions options;
    private final @Nullable Memory byFields;
    private final @Nullable Memory bySender;

    Duplicates(DuplicateOptions options) {
        this.options = options;
        this.byFields = options.within().isZero() ? null : new Memory(options.within(), options.keep());
        this.bySender = options.repeats().isZero() ? null : new Memory(options.repeats(), options.keep());
    }

    /** Whether any of them could be a duplicate at all. */
    boolean concern(List<Event> batch) {
        return byFields != null
                || (bySender != null
                        && batch.stream().anyMatch(event -> event.key().isPresent()));
    }

    List<Keys> keys(List<Event> batch) {
        List<Keys> keys = new ArrayList<>(batch.size());
        for (Event event : batch) {
            String sender =
                    bySender == null ? null : event.key().map(Duplicates::kept).orElse(null);
            keys.add(new Keys(byFields == null ? null : key(event), sender));
        }
        return keys;
    }

    /** Null for an event that has none of the fields. */
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
        return any ? kept(key.toString()) : null;
    }

    private static String kept(String key) {
        return key.length() > LONGEST ? digest(key) : key;
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

    /** Under the lock: which of them are repeats, of events before or of each other. */
    BitSet repeated(List<Keys> batch, long nanos) {
        BitSet repeated = new BitSet(batch.size());
        Set<String> fields = new HashSet<>();
        Set<String> senders = new HashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            Keys keys = batch.get(i);
            // both are asked, so that each set holds all of the batch
            boolean known = known(byFields, keys.fields(), fields, nanos);
            known |= known(bySender, keys.sender(), senders, nanos);
            repeated.set(i, known);
        }
        return repeated;
    }

    private static boolean known(@Nullable Memory memory, @Nullable String key, Set<String> batch, long nanos) {
        return memory != null && key != null && (!batch.add(key) || memory.seen(key, nanos));
    }

    /** Under the lock, once they were taken: a repeat by fields does not live longer for it, one by the sender's key does. */
    void remember(List<Keys> batch, BitSet repeated, long nanos) {
        for (int i = 0; i < batch.size(); i++) {
            Keys keys = batch.get(i);
            if (byFields != null && keys.fields() != null && !repeated.get(i)) {
                byFields.remember(keys.fields(), nanos);
            }
            if (bySender != null && keys.sender() != null) {
                bySender.remember(keys.sender(), nanos);
            }
        }
    }

    /**
     * For events that take a while to be taken: {@link #repeated}, and nobody else begins with one of them until {@link #end}.
     *
     * @return null when somebody else has begun with one of them
     */
    @Nullable
    BitSet begin(List<Keys> batch, long nanos) {
        lock.lock();
        try {
            if (batch.stream().flatMap(Duplicates::each).anyMatch(underWay::contains)) {
                return null;
            }
            batch.stream().flatMap(Duplicates::each).forEach(underWay::add);
            return repeated(batch, nanos);
        } finally {
            lock.unlock();
        }
    }

    /** @param taken whether they are to be remembered */
    void end(List<Keys> batch, BitSet repeated, long nanos, boolean taken) {
        lock.lock();
        try {
            batch.stream().flatMap(Duplicates::each).forEach(underWay::remove);
            if (taken) {
                remember(batch, repeated, nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Stream<Keys> each(Keys keys) {
        return Stream.of(new Keys(keys.fields(), null), new Keys(null, keys.sender()))
                .filter(one -> one.fields() != null || one.sender() != null);
    }

    int size() {
        lock.lock();
        try {
            return (byFields == null ? 0 : byFields.size()) + (bySender == null ? 0 : bySender.size());
        } finally {
            lock.unlock();
        }
    }
}
