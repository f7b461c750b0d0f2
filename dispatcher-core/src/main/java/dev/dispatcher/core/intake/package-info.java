/* SPDX-License-Identifier: Apache-2.0 */
/** What portals deliver into: counts, asks the rules, fills the queues. */
package dev.dispatcher.core.intake;
