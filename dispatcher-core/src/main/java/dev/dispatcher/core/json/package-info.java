/* SPDX-License-Identifier: Apache-2.0 */
/** JSON in plain values. */
package dev.dispatcher.core.json;
