/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.Secret;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.Answer;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;
import java.util.Optional;

class KapacitorContractTest extends HttpSinkContract<KapacitorOptions> {

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
        Kapacitors kapacitors = Kapacitors.at(address);
        kapacitors.basic = Optional.of(new KapacitorOptions.Basic("writer", new Secret("B3ARERT0KEN")));
        return kapacitors.options();
    }
}
