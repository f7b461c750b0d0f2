/* SPDX-License-Identifier: Apache-2.0 */
/** Decides where an event belongs: a pure function of ruleset, event and clock. */
package dev.dispatcher.core.rules;
