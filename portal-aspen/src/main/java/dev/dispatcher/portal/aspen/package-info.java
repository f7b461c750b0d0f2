/* SPDX-License-Identifier: Apache-2.0 */
/** Deployments, errors and recommendations over HTTP, enriched. */
package dev.dispatcher.portal.aspen;
