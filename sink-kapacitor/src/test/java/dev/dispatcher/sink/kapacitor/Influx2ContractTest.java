/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;
import java.util.Optional;

class Influx2ContractTest extends HttpSinkContract<KapacitorOptions> {

    @Override
    protected SinkFactory<KapacitorOptions> factory() {
        return new KapacitorFactory();
    }

    @Override
    protected Answer success() {
        return Answer.status(204);
    }

    @Override
    protected KapacitorOptions options(URI address) {
        Kapacitors kapacitors = Kapacitors.at(address).influx2();
        kapacitors.token = Optional.of(new Secret("B3ARERT0KEN"));
        return kapacitors.options();
    }
}
