/* SPDX-License-Identifier: Apache-2.0 */
/** Reads YAML files into nodes that know their line, binds them to records, and says everything that is wrong. */
package dev.dispatcher.core.config;
