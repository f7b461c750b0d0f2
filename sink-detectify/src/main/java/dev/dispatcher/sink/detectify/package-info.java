/* SPDX-License-Identifier: Apache-2.0 */
/** Security scans by Detectify, begun by deployments. */
package dev.dispatcher.sink.detectify;
