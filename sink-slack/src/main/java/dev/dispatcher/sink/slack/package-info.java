/* SPDX-License-Identifier: Apache-2.0 */
/** Events as messages in Slack. */
package dev.dispatcher.sink.slack;
