/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.api.Json;
import dev.dispatcher.core.client.HttpClients;
import java.time.Clock;

/** What all instances share. */
record Lendings(Clock clock, Json json, HttpClients http, Counters counters) {}
