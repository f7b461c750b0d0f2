/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An adapter as its file says. Immutable.
 *
 * @param description one sentence for people
 * @param builtIn whether it came with the dispatcher
 * @param verification who may send; null when the file says nothing about it
 * @param parse paths of texts that are JSON themselves, and are read in their place
 * @param shapes the first that fits is used; never empty
 */
record AdapterSpec(
        String name,
        String description,
        boolean builtIn,
        @Nullable Verification verification,
        List<String> parse,
        List<Shape> shapes) {

    @Override
    public String toString() {
        return "adapter " + name;
    }
}
