/* SPDX-License-Identifier: Apache-2.0 */
/** Audits of deployed pages by Lighthouse, with the reports kept. */
package dev.dispatcher.sink.lighthouse;
