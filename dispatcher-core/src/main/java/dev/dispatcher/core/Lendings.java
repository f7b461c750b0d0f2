/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Json;
import dev.dispatcher.core.adapter.AdapterSet;
import dev.dispatcher.core.adapter.Replays;
import dev.dispatcher.core.client.HttpClients;
import dev.dispatcher.core.store.Store;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What all instances share.
 *
 * @param adapters those in force
 * @param replays outlives every reload
 * @param told what became of events
 */
record Lendings(
        Clock clock,
        Json json,
        HttpClients http,
        Counters counters,
        Supplier<AdapterSet> adapters,
        Replays replays,
        Told told,
        Store store) {}
