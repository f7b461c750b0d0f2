/* SPDX-License-Identifier: Apache-2.0 */
/** Wires one configuration into running instances; starts, reloads and closes them. */
package dev.dispatcher.core;
