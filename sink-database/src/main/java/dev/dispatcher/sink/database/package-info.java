/* SPDX-License-Identifier: Apache-2.0 */
/** Events as rows of a table in the user's own database. */
package dev.dispatcher.sink.database;
