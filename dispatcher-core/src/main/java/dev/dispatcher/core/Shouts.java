/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import java.util.ArrayList;
import java.util.List;

/** What nobody may overlook: settings under which events do not go where the rules say. */
final class Shouts {

    private Shouts() {}

    static List<String> of(Settings settings) {
        List<String> shouts = new ArrayList<>();
        settings.sendAllTo()
                .ifPresent(sink ->
                        shouts.add("send-all-to is set: EVERYTHING GOES TO SINK " + sink + ", whatever the rules say"));
        if (settings.dryRun()) {
            shouts.add("dry-run is on: NOTHING IS DELIVERED; events are accepted, counted and explained");
        }
        return shouts;
    }
}
