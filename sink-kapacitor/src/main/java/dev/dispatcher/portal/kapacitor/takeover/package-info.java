/* SPDX-License-Identifier: Apache-2.0 */
/** Tasks that others made, taken over. */
package dev.dispatcher.portal.kapacitor.takeover;
