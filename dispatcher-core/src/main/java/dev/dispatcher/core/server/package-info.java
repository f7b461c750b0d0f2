/* SPDX-License-Identifier: Apache-2.0 */
/** The one HTTP server. */
package dev.dispatcher.core.server;
