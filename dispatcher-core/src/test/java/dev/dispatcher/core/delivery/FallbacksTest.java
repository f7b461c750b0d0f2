/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.core.delivery.Fallbacks.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FallbacksTest {

    private static Map<String, Optional<String>> sinks(String... pairs) {
        Map<String, Optional<String>> sinks = new LinkedHashMap<>();
        for (String pair : pairs) {
            String[] names = pair.split(">");
            sinks.put(names[0], names.length == 1 ? Optional.empty() : Optional.of(names[1]));
        }
        return sinks;
    }

    @Test
    void aChainThatEndsIsFine() {
        assertThat(Fallbacks.check(sinks("a>b", "b>c", "c"))).isEmpty();
    }

    @Test
    void aLoopIsNamedForEverySinkInIt() {
        assertThat(Fallbacks.check(sinks("a>b", "b>c", "c>b", "d>d")))
                .containsExactly(
                        new Problem("b", "leads back to where it began: b → c → b"),
                        new Problem("c", "leads back to where it began: c → b → c"),
                        new Problem("d", "leads back to where it began: d → d"));
    }

    @Test
    void anUnknownSinkIsNamed() {
        assertThat(Fallbacks.check(sinks("a>nowhere")))
                .containsExactly(new Problem("a", "expected the name of a sink, not 'nowhere'"));
    }
}
