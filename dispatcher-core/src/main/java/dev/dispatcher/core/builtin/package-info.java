/* SPDX-License-Identifier: Apache-2.0 */
/** What comes with the host and needs no plugin JAR. */
package dev.dispatcher.core.builtin;
