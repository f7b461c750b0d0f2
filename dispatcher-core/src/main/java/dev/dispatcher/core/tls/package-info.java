/* SPDX-License-Identifier: Apache-2.0 */
/** Keys and certificates in PEM files, for the server and the clients. */
package dev.dispatcher.core.tls;
