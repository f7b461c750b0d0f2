/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

/**
 * A column that there is in the database, and what fills it.
 *
 * @param name as the user wrote it
 * @param quoted as it stands in a statement
 */
record Column(String name, String quoted, Kind kind, DatabaseOptions.Column filling) {}
