/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plain values of a tree with their dotted names, in their order. Whatever the tree is like, it costs no more than the
 * given bounds.
 */
final class Leaves {

    /** A plain value; {@code depth} says below how many objects and lists. */
    record Leaf(String name, int depth, @Nullable Object value) {
        String lastName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    private final List<Leaf> all = new ArrayList<>();
    private final int most;
    private final int deepest;
    private int left;
    private int visited;

    private Leaves(int most, int deepest) {
        this.most = most;
        this.deepest = deepest;
    }

    static Leaves of(@Nullable Object tree, String prefix, int most, int deepest) {
        Leaves leaves = new Leaves(most, deepest);
        leaves.add(tree, prefix, 0);
        if (leaves.all.size() < most) {
            return leaves;
        }
        Leaves highest = new Leaves(most, deepest);
        highest.addByDepth(tree, prefix);
        return highest;
    }

    private record Place(String name, int depth, @Nullable Object node) {}

    /** Not in their order but the highest first, so that a long list does not hide what stands behind it. */
    private void addByDepth(@Nullable Object tree, String prefix) {
        ArrayDeque<Place> next = new ArrayDeque<>();
        next.add(new Place(prefix, 0, tree));
        while (!next.isEmpty()) {
            Place place = next.remove();
            if (!Tree.container(place.node())) {
                if (all.size() < most) {
                    all.add(new Leaf(place.name(), place.depth(), place.node()));
                } else {
                    left++;
                }
            } else if (place.depth() > deepest) {
                left++;
            } else {
                String inside =
                        place.name().isEmpty() || place.name().endsWith(".") ? place.name() : place.name() + '.';
                children(place.node(), inside, place.depth() + 1, next);
            }
        }
    }

    private void children(@Nullable Object node, String inside, int depth, ArrayDeque<Place> next) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> child(new Place(inside + name, depth, value), next));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                child(new Place(inside + i, depth, list.get(i)), next);
            }
        }
    }

    private void child(Place place, ArrayDeque<Place> next) {
        if (next.size() + all.size() < most * 4) {
            next.add(place);
        } else {
            left++;
        }
    }

    List<Leaf> all() {
        return all;
    }

    /** How many objects, lists and values are not among them, at least: beyond the bounds nothing is looked at. */
    int left() {
        return left;
    }

    private void add(@Nullable Object node, String name, int depth) {
        visited++;
        if (!Tree.container(node)) {
            if (all.size() < most) {
                all.add(new Leaf(name, depth, node));
            } else {
                left++;
            }
            return;
        }
        // an empty object is no field, so the number of fields alone does not bound this
        if (depth > deepest || all.size() >= most || visited > most * 4) {
            left++;
            return;
        }
        String inside = name.isEmpty() || name.endsWith(".") ? name : name + '.';
        if (node instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                add(entry.getValue(), inside + entry.getKey(), depth + 1);
            }
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (all.size() >= most) {
                    left += list.size() - i;
                    return;
                }
                add(list.get(i), inside + i, depth + 1);
            }
        }
    }
}
