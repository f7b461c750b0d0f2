/* SPDX-License-Identifier: Apache-2.0 */
/** What is watched, and what may be said about it. */
package dev.dispatcher.portal.kapacitor.task;
