/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

import java.util.List;

/**
 * One metric at one moment, as it is told to others.
 *
 * @param name of the family: for a counter without {@code _total}
 */
record Exposed(String name, MetricOptions.Kind kind, String help, List<Sample> samples) {

    /**
     * One number.
     *
     * @param suffix behind the family's name, such as {@code _total}
     * @param labels names and values in turn
     */
    record Sample(String suffix, List<String> labels, double value) {}
}
