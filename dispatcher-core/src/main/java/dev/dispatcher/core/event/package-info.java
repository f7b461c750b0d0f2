/* SPDX-License-Identifier: Apache-2.0 */
/** Turns bytes and maps into canonical events. */
package dev.dispatcher.core.event;
