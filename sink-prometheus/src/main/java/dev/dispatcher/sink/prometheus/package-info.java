/* SPDX-License-Identifier: Apache-2.0 */
/** Events as metrics, for Prometheus to scrape or to be written to. */
package dev.dispatcher.sink.prometheus;
