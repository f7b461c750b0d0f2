/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

/** A factory that passed all checks, with the answers it gave once. */
record Found<F>(F factory, String type, Class<? extends Record> options) {}
