/* SPDX-License-Identifier: Apache-2.0 */
/** What is kept of the tasks. */
package dev.dispatcher.portal.kapacitor.store;
