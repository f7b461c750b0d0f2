/* SPDX-License-Identifier: Apache-2.0 */
/** The scripts that Kapacitor runs. */
package dev.dispatcher.portal.kapacitor.script;
