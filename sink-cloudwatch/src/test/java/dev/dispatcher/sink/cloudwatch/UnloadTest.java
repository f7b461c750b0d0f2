/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.TestEvents;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The SDK keeps caches, thread locals and clients; none of them may outlive the plugin. */
class UnloadTest {

    @Test
    void aClosedPluginCanBeForgotten() throws Exception {
        WeakReference<ClassLoader> plugin = used();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return plugin.get() == null;
        });
    }

    private static WeakReference<ClassLoader> used() throws Exception {
        try (Plugin loader = new Plugin()) {
            AtomicReference<Throwable> failed = new AtomicReference<>();
            // a thread that ends with the sink, as the host's do: what the SDK leaves in its thread locals ends too
            Thread thread = new Thread(() -> deliver(loader), "kit-deliver");
            thread.setContextClassLoader(loader);
            thread.setUncaughtExceptionHandler((ended, failure) -> failed.set(failure));
            thread.start();
            thread.join();
            assertThat(failed.get()).isNull();
            return new WeakReference<>(loader);
        }
    }

    private static void deliver(ClassLoader loader) {
        FakeContext context = new FakeContext().client(settings -> new Taken());
        try {
            Class<?> helper = loader.loadClass("dev.dispatcher.sink.cloudwatch.UnloadTest$Inside");
            try (Sink sink =
                    (Sink) helper.getMethod("sink", PluginContext.class).invoke(null, context)) {
                assertThat(sink.getClass().getClassLoader() == loader).isTrue();
                sink.deliver(List.of(TestEvents.event("once")));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertThat(context.count("metric_data")).isEqualTo(1);
    }

    /** The plugin and its libraries, apart from what the host answers for. */
    private static final class Plugin extends URLClassLoader {

        Plugin() throws Exception {
            super(libraries(), UnloadTest.class.getClassLoader());
        }

        private static URL[] libraries() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                boolean own = name.startsWith("software.amazon.")
                        || name.startsWith("dev.dispatcher.sink.cloudwatch.")
                        || name.startsWith("org.reactivestreams.");
                Class<?> found = findLoadedClass(name);
                if (found != null) {
                    return found;
                }
                return own ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }

    /** A destination that takes everything. */
    private record Taken() implements Http {

        @Override
        public Response send(Request request) {
            return new Response(200, Map.of("smithy-protocol", List.of("rpc-v2-cbor")), new byte[] {(byte) 0xa0});
        }

        @Override
        public List<Result> sendAll(List<Request> requests) {
            throw new UnsupportedOperationException();
        }
    }

    /** What runs within the plugin's loader. */
    public static final class Inside {

        private Inside() {}

        public static Sink sink(PluginContext context) throws Exception {
            SinkFactory<CloudwatchOptions> factory = new CloudwatchFactory();
            return factory.create(
                    new Sinks(URI.create("http://127.0.0.1:1/"))
                            .namespace("Test")
                            .metric("m", "1")
                            .options(),
                    context);
        }
    }
}
