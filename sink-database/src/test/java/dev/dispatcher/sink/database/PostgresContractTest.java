/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.testkit.TestDatabase;

class PostgresContractTest extends DatabaseContract {

    PostgresContractTest() {
        super(TestDatabase.postgres());
    }

    @Override
    String json() {
        return "jsonb";
    }
}
