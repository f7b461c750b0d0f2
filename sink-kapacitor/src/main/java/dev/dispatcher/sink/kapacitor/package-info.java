/* SPDX-License-Identifier: Apache-2.0 */
/** Events as points in the line protocol, for Kapacitor and InfluxDB. */
package dev.dispatcher.sink.kapacitor;
