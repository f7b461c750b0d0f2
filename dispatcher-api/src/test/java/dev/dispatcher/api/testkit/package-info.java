/* SPDX-License-Identifier: Apache-2.0 */
/** The contract kit: classes that a plugin's tests extend or use. */
package dev.dispatcher.api.testkit;
