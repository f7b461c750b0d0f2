/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.api.Route;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that nobody sent: a body from a file, and headers from the command line. */
record TriedRequest(byte[] body, Map<String, List<String>> headers) implements Route.Request {

    /** @throws Problem for a header without a colon */
    static TriedRequest of(byte[] body, List<String> lines) throws Problem {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new Problem("a header is NAME: VALUE, not '" + line + "'");
            }
            headers.computeIfAbsent(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new TriedRequest(body, headers);
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String pathValue(String name) {
        return "";
    }

    @Override
    public @Nullable String query(String name) {
        return null;
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    @Override
    public InetSocketAddress sender() {
        return InetSocketAddress.createUnresolved("nobody", 0);
    }
}
