/* SPDX-License-Identifier: Apache-2.0 */
/** Templates, compiled and locked down. */
package dev.dispatcher.core.template;
