/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void threadsAreNumberedAndDoNotKeepTheProcessAlive() {
        ThreadFactory factory = Threads.factory("deliver-s-");
        Thread first = factory.newThread(() -> {});
        Thread second = factory.newThread(() -> {});
        assertThat(first.getName()).isEqualTo("deliver-s-0");
        assertThat(second.getName()).isEqualTo("deliver-s-1");
        assertThat(first.isDaemon()).isTrue();
    }

    @Test
    void theyAreVirtualWhereTheJdkHasThem() throws Exception {
        Method isVirtual = Stream.of(Thread.class.getMethods())
                .filter(method -> method.getName().equals("isVirtual"))
                .findAny()
                .orElse(null);
        Thread thread = Threads.factory("t-").newThread(() -> {});
        boolean virtual = isVirtual != null && (boolean) isVirtual.invoke(thread);
        assertThat(virtual).isEqualTo(Runtime.version().feature() >= 21);
    }
}
