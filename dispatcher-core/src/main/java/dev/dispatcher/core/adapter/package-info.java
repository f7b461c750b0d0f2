/* SPDX-License-Identifier: Apache-2.0 */
/** What other tools send, taken apart as YAML files say, and its senders checked. */
package dev.dispatcher.core.adapter;
