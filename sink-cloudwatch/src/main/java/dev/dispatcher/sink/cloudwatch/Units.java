/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Units by the names that CloudWatch has for them. */
final class Units {

    private Units() {}

    /**
     * Letters may be of either case; empty for an empty text.
     *
     * @throws IllegalArgumentException when there is no such unit
     */
    static Optional<StandardUnit> read(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(StandardUnit.knownValues().stream()
                .filter(unit -> unit.toString().equalsIgnoreCase(text.strip()))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unit should be one of " + names() + ", not '" + Names.shown(text) + "'")));
    }

    private static String names() {
        return String.join(
                ", ",
                Arrays.stream(StandardUnit.values())
                        .filter(unit -> unit != StandardUnit.UNKNOWN_TO_SDK_VERSION)
                        .map(StandardUnit::toString)
                        .toList());
    }
}
