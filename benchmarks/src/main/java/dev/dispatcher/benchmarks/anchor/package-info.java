/* SPDX-License-Identifier: Apache-2.0 */
/** What a request costs at least: servers that do nothing, or next to nothing. */
package dev.dispatcher.benchmarks.anchor;
