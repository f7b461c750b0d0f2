/* SPDX-License-Identifier: Apache-2.0 */
/** An API to switch alerts on and off, app by app, which Kapacitor then watches for. */
package dev.dispatcher.portal.kapacitor;
