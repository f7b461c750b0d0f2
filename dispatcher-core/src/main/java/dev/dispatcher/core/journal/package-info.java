/* SPDX-License-Identifier: Apache-2.0 */
/** Events that were promised to survive the process, in files, until their deliveries are settled. */
package dev.dispatcher.core.journal;
