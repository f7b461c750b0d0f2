/* SPDX-License-Identifier: Apache-2.0 */
/** What Karrot answered to Burrow and to people. */
package dev.dispatcher.portal.karrot;
