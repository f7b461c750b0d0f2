/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dispatcher.api.Route;
import dev.dispatcher.api.Route.Access;
import dev.dispatcher.api.Route.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static OwnedRoute route(String owner, String method, String path) {
        return OwnedRoute.of(owner, new Route(method, path, Access.READ, false, request -> Response.of(200)));
    }

    private static String owner(RouteTable table, String method, String path) {
        RouteTable.Found found = table.find(path);
        OwnedRoute route = found == null ? null : found.route(method);
        return route == null ? null : route.owner();
    }

    @Test
    void fixedSegmentsWinOverPlaceholders() {
        RouteTable table = RouteTable.of(List.of(
                route("any", "GET", "/a/{x}"),
                route("fixed", "GET", "/a/b"),
                route("deep", "GET", "/a/{x}/c"),
                route("deeper", "GET", "/{y}/b/d"),
                route("root", "GET", "/")));
        assertThat(owner(table, "GET", "/a/b")).isEqualTo("fixed");
        assertThat(owner(table, "GET", "/a/%62")).isEqualTo("fixed");
        assertThat(owner(table, "GET", "/a/z")).isEqualTo("any");
        assertThat(owner(table, "GET", "/a/b/c")).isEqualTo("deep");
        assertThat(owner(table, "GET", "/a/b/d")).isEqualTo("deeper");
        assertThat(owner(table, "HEAD", "/a/b")).isEqualTo("fixed");
        assertThat(owner(table, "POST", "/a/b")).isNull();
        assertThat(owner(table, "GET", "/")).isEqualTo("root");
        assertThat(table.find("/a/b/c/d")).isNull();
    }

    @Test
    void placeholdersAreNamed() {
        assertThat(RouteTable.values("/a/{x}/c/{y}", List.of("a", "1", "c", "2")))
                .containsEntry("x", "1")
                .containsEntry("y", "2");
    }

    @Test
    void twoRoutesAlikeAreRefusedNamingBoth() {
        assertThatThrownBy(() -> RouteTable.of(
                        List.of(route("portal one", "GET", "/a/{x}"), route("portal two", "GET", "/a/{other}"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GET /a/{other} is answered by both portal one and portal two");
        assertThat(RouteTable.of(List.of(route("one", "GET", "/a"), route("two", "POST", "/a")))
                        .find("/a"))
                .isNotNull();
    }
}
