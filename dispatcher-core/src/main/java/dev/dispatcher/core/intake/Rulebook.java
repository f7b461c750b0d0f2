/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.intake;

import dev.dispatcher.core.rules.Ruleset;

/**
 * Rules and which ones they are.
 *
 * @param version the beginning of the hash of their files
 */
public record Rulebook(Ruleset rules, String version) {}
