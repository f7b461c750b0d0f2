/* SPDX-License-Identifier: Apache-2.0 */
/** Drives the built archive, and others for comparison, over loopback. */
package dev.dispatcher.benchmarks.load;
