/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.Mistake;
import java.util.List;
import java.util.function.UnaryOperator;

/** The door through which mistakes leave: a plugin's message may say more than it should. */
final class Masked {

    private Masked() {}

    static List<Mistake> mistakes(List<Mistake> mistakes, UnaryOperator<String> mask) {
        return mistakes.stream()
                .map(mistake -> new Mistake(mistake.at(), mistake.path(), mask.apply(mistake.message())))
                .toList();
    }

    static ConfigException exception(List<Mistake> mistakes, UnaryOperator<String> mask) {
        return new ConfigException(mistakes(mistakes, mask));
    }
}
