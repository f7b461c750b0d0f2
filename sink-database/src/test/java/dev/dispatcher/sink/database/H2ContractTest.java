/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.database;

import dev.dispatcher.api.testkit.TestDatabase;

class H2ContractTest extends DatabaseContract {

    H2ContractTest() {
        super(TestDatabase.h2());
    }

    @Override
    String json() {
        return "json";
    }
}
