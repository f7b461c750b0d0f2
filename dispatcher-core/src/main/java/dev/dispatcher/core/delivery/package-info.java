/* SPDX-License-Identifier: Apache-2.0 */
/** Makes attempts, judges failures, gives up. */
package dev.dispatcher.core.delivery;
