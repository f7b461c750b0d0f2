/* SPDX-License-Identifier: Apache-2.0 */
/** Kapacitor's own API. */
package dev.dispatcher.portal.kapacitor.client;
