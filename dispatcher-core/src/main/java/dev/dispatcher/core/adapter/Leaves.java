/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

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
    record Leaf(String name, int depth, @Nullable Object value) {}

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
        return leaves;
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
