/* SPDX-License-Identifier: Apache-2.0 */
/** The trace context of a request, on its way through. */
package dev.dispatcher.core.trace;
