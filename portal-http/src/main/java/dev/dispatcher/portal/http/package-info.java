/* SPDX-License-Identifier: Apache-2.0 */
/** Events over HTTP. */
package dev.dispatcher.portal.http;
