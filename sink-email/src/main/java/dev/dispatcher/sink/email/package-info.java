/* SPDX-License-Identifier: Apache-2.0 */
/** Events as mails, one each or in digests. */
package dev.dispatcher.sink.email;
