/* SPDX-License-Identifier: Apache-2.0 */
/** Log lines: one per event, without secrets, and nothing in them that could pass for another line. */
package dev.dispatcher.core.logging;
