/* SPDX-License-Identifier: Apache-2.0 */
/** Events as HTTP requests to any address. */
package dev.dispatcher.sink.webhook;
