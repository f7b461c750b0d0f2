/* SPDX-License-Identifier: Apache-2.0 */
/** The notifications API of OpenStack Masakari. */
package dev.dispatcher.portal.masakari;
