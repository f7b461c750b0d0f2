/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import static dev.dispatcher.core.plugin.LeftThreads.leftThreads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Sink;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnloadTest {

    @TempDir
    Path root;

    /** What is used in a method of its own is not kept by the stack of the test. */
    private static WeakReference<ClassLoader> loaderOf(Catalog catalog, String type) {
        return new WeakReference<>(
                catalog.sink(type).orElseThrow().factory().getClass().getClassLoader());
    }

    private static boolean isGone(WeakReference<?> reference) {
        System.gc();
        return reference.get() == null;
    }

    private record Running(Catalog catalog, Sink sink) {}

    private static Running replace(Home home, Running old, String word) throws Exception {
        PluginJar.sink("pager", "context.counter(\"" + word + "\").increment(); batch.get(0).json();")
                .write(home.jar("pager.jar"));
        Catalog catalog = old == null ? home.scan() : home.folders.rescan(old.catalog(), Set.of());
        Lent lent = new Lent();
        Sink sink = Home.sink(catalog, "pager", lent);
        sink.deliver(List.of(Home.EVENT));
        assertThat(lent.count(word)).isEqualTo(1);
        return new Running(catalog, sink);
    }

    @Test
    void anOldLoaderBecomesUnreachableAfterItsLastInstance() throws Exception {
        try (Home home = new Home(root)) {
            Running old = replace(home, null, "one");
            WeakReference<ClassLoader> oldLoader = loaderOf(old.catalog(), "pager");
            Running now = replace(home, old, "two");
            old.catalog().close();
            Sink stillRunning = old.sink();
            old = null;
            assertThat(isGone(oldLoader)).as("an instance still uses it").isFalse();

            stillRunning.close();
            stillRunning = null;
            await().atMost(Duration.ofSeconds(20)).until(() -> isGone(oldLoader));
            now.sink().close();
            now.catalog().close();
        }
    }

    @Test
    void aRefusedPluginLeavesNothingBehind() throws Exception {
        try (Home home = new Home(root)) {
            PluginJar.sink("Bad_Type", "").write(home.jar("bad.jar"));
            try (Catalog catalog = home.scan()) {
                assertThat(Home.only(catalog).refused()).isTrue();
                assertThat(home.copies()).isZero();
            }
        }
    }

    @Test
    void aThreadLeftBehindIsReportedByName() throws Exception {
        try (Home home = new Home(root)) {
            PluginJar.sink("leaky", "")
                    .source(
                            "demo.Factory",
                            PluginJar.factory("demo", "Factory", "leaky", "").replace("return batch", """
                                            var stop = context.counter("stop");
                                            Thread inherits = new Thread(() -> { while (stop.sum() == 0) Thread.onSpinWait(); }, "leaky-heir");
                                            inherits.setDaemon(true);
                                            inherits.start();
                                            Thread runs = new Thread(() -> { while (stop.sum() == 0) Thread.onSpinWait(); }, "leaky-runner");
                                            runs.setContextClassLoader(null);
                                            runs.setDaemon(true);
                                            runs.start();
                                            return batch"""))
                    .write(home.jar("leaky.jar"));
            PluginJar.sink("tidy", "").write(home.jar("tidy.jar"));
            Catalog catalog = home.scan();
            Plugin leaky = catalog.sink("leaky").orElseThrow().plugin();
            Plugin tidy = catalog.sink("tidy").orElseThrow().plugin();
            Lent lent = new Lent();
            Home.sink(catalog, "leaky", lent).close();
            Home.sink(catalog, "tidy", new Lent()).close();
            WeakReference<ClassLoader> loader = loaderOf(catalog, "leaky");
            catalog.close();
            catalog = null;
            assertThat(leaky.closed()).isTrue();
            await().untilAsserted(() -> assertThat(leftThreads(leaky)).containsExactly("leaky-heir", "leaky-runner"));
            assertThat(leftThreads(tidy)).isEmpty();
            assertThat(isGone(loader)).as("its threads still run").isFalse();

            lent.counter("stop").increment();
            await().untilAsserted(() -> assertThat(leftThreads(leaky)).isEmpty());
            await().atMost(Duration.ofSeconds(20)).until(() -> isGone(loader));
        }
    }
}
