/* SPDX-License-Identifier: Apache-2.0 */
/** The HTTP client that sinks are lent. */
package dev.dispatcher.core.client;
