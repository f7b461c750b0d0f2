/* SPDX-License-Identifier: Apache-2.0 */
/** Threads, virtual where the running JDK has them. */
package dev.dispatcher.core.thread;
