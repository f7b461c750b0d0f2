/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void aParentAndItsStateAreKeptAsTheyAre() {
        Trace trace = Trace.of(PARENT, "vendor=1,other=2");
        assertThat(trace.parent()).isEqualTo(PARENT);
        assertThat(trace.state()).contains("vendor=1,other=2");
        assertThat(Trace.of(PARENT, null).state()).isEmpty();
    }

    @Test
    void aLaterVersionMayHaveMore() {
        assertThat(Trace.of("01" + PARENT.substring(2) + "-more", null)).isNotNull();
        assertThat(Trace.of(PARENT + "-more", null)).isNull();
    }

    @Test
    void aStateThatIsTooLongOrCouldBreakAHeaderIsLeftOut() {
        assertThat(Trace.of(PARENT, "a=" + "x".repeat(600)).state()).isEmpty();
        assertThat(Trace.of(PARENT, "a=b\r\nc: d").state()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0"
            })
    void whatIsNoneIsDropped(String broken) {
        assertThat(Trace.of(broken, "a=b")).isNull();
    }
}
