/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor;

import dev.dispatcher.portal.kapacitor.client.Kapacitor;
import dev.dispatcher.portal.kapacitor.client.KapacitorException;
import dev.dispatcher.portal.kapacitor.script.Definition;
import dev.dispatcher.portal.kapacitor.script.Settings;
import dev.dispatcher.portal.kapacitor.task.Task;
import java.time.Clock;
import java.time.Duration;

/** How an app is, as Kapacitor sees it. */
final class States {

    private final Kapacitor kapacitor;
    private final Settings settings;
    private final Clock clock;
    private final Duration stateFor;

    /** @param stateFor how long something that happened and is over counts */
    States(Kapacitor kapacitor, Settings settings, Clock clock, Duration stateFor) {
        this.kapacitor = kapacitor;
        this.settings = settings;
        this.clock = clock;
        this.stateFor = stateFor;
    }

    /** OK, INFO, WARNING or CRITICAL. */
    String of(Task task) throws KapacitorException, InterruptedException {
        String topic = Definition.of(task, settings).topic();
        return switch (task.kind()) {
            case ERRORS, MEMORY -> kapacitor.level(topic);
            // Kapacitor never sees the end of these: an empty batch says nothing
            case CRASHED, RELEASE -> kapacitor.levelSince(topic, clock.instant().minus(stateFor));
        };
    }
}
