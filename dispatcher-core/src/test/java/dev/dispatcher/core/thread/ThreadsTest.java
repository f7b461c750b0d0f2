/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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
    void theyAreVirtualWhereTheJdkHasThemWithoutPinning() throws Exception {
        Method isVirtual = Stream.of(Thread.class.getMethods())
                .filter(method -> method.getName().equals("isVirtual"))
                .findAny()
                .orElse(null);
        Thread thread = Threads.factory("t-").newThread(() -> {});
        boolean virtual = isVirtual != null && (boolean) isVirtual.invoke(thread);
        assertThat(virtual).isEqualTo(Runtime.version().feature() >= 24);
    }

    @Test
    void aBoundedPoolRunsAllTasksAndItsThreadsDoNotKeepTheProcessAlive() throws Exception {
        ExecutorService pool = Threads.bounded("few-", 2);
        try {
            List<Future<Boolean>> daemons = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                daemons.add(pool.submit(() -> Thread.currentThread().isDaemon()));
            }
            for (Future<Boolean> daemon : daemons) {
                assertThat(daemon.get(10, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anUnboundedPoolNeverLetsATaskWaitForAnother() throws Exception {
        ExecutorService pool = Threads.unbounded("many-");
        CountDownLatch all = new CountDownLatch(200);
        try {
            List<Future<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                tasks.add(pool.submit(() -> {
                    all.countDown();
                    return all.await(10, TimeUnit.SECONDS);
                }));
            }
            for (Future<Boolean> task : tasks) {
                assertThat(task.get(20, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
