/* SPDX-License-Identifier: Apache-2.0 */
/** Monitors at UptimeRobot, kept in step with deployments. */
package dev.dispatcher.sink.uptimerobot;
