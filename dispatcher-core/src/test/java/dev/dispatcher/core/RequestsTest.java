/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCountedRouteIsAsOpenAsItWas(boolean open) {
        Route route = new Route("GET", "/", Access.READ, false, open, request -> Response.of(200));
        assertThat(new Requests().guard(route).open()).isEqualTo(open);
    }
}
