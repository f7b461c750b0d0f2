/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event in their order: half the memory of a {@code LinkedHashMap}, which counts where queues hold many
 * events, and room at the front for what the sender left out. Filled by one thread, then unmodifiable.
 */
final class FieldMap extends AbstractMap<String, @Nullable Object> {

    private static final int FRONT = 3;

    private @Nullable String[] names = new @Nullable String[FRONT + 13];
    private @Nullable Object[] values = new @Nullable Object[FRONT + 13];
    private int first = FRONT;
    private int end = FRONT;
    /** By hash: one more than the place in {@code names}; 0 is free. */
    private short[] table = new short[32];

    /** False, and nothing done, when the name is there already. */
    boolean add(String name, @Nullable Object value) {
        int slot = slot(name);
        if (table[slot] != 0) {
            return false;
        }
        if (end == names.length) {
            names = Arrays.copyOf(names, end * 2);
            values = Arrays.copyOf(values, end * 2);
        }
        put(slot, end++, name, value);
        if (end * 2 > table.length) {
            rehash();
        }
        return true;
    }

    /** For a name that is not there, three times at most. */
    void addInFront(String name, Object value) {
        put(slot(name), --first, name, value);
    }

    /** For a name that is there. */
    void change(String name, Object value) {
        values[place(slot(name))] = value;
    }

    private void put(int slot, int place, String name, @Nullable Object value) {
        names[place] = name;
        values[place] = value;
        table[slot] = (short) (place + 1);
    }

    private int place(int slot) {
        return table[slot] - 1;
    }

    private int slot(String name) {
        int mask = table.length - 1;
        int hash = name.hashCode();
        int slot = (hash ^ hash >>> 15) & mask;
        while (table[slot] != 0 && !name.equals(names[place(slot)])) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void rehash() {
        table = new short[table.length * 2];
        for (int place = first; place < end; place++) {
            String name = names[place];
            if (name != null) {
                table[slot(name)] = (short) (place + 1);
            }
        }
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        if (!(name instanceof String text)) {
            return null;
        }
        int slot = slot(text);
        return table[slot] == 0 ? null : values[place(slot)];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && table[slot(text)] != 0;
    }

    @Override
    public int size() {
        return end - first;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return FieldMap.this.size();
            }

            @Override
            public Iterator<Entry<String, @Nullable Object>> iterator() {
                return new InOrder();
            }
        };
    }

    private final class InOrder implements Iterator<Map.Entry<String, @Nullable Object>> {
        private int next = first;

        @Override
        public boolean hasNext() {
            return next < end;
        }

        @Override
        public Entry<String, @Nullable Object> next() {
            String name = next < end ? names[next] : null;
            if (name == null) {
                throw new NoSuchElementException();
            }
            return new SimpleImmutableEntry<>(name, values[next++]);
        }
    }
}
