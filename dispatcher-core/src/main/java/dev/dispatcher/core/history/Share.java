/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.history;

import dev.dispatcher.core.intake.Remembered;
import java.util.ArrayList;
import java.util.List;

/** How many of many are kept: so many a second, and after a quiet second twice as many at once. One thread. */
final class Share {

    private final double perNano;
    private final double most;
    private double left;
    private long last = System.nanoTime();

    Share(int perSecond) {
        this.perNano = perSecond / 1e9;
        this.most = 2.0 * perSecond;
        this.left = most;
    }

    /** All, or some, evenly spread. */
    List<Remembered> of(List<Remembered> events) {
        long now = System.nanoTime();
        left = Math.min(most, left + (now - last) * perNano);
        last = now;
        int take = (int) Math.min(events.size(), left);
        left -= take;
        if (take == events.size()) {
            return events;
        }
        List<Remembered> some = new ArrayList<>(take);
        for (int i = 0; i < take; i++) {
            some.add(events.get((int) ((long) i * events.size() / take)));
        }
        return some;
    }
}
