/* SPDX-License-Identifier: Apache-2.0 */
/** Holds deliveries between the rules and a sink. */
package dev.dispatcher.core.queue;
