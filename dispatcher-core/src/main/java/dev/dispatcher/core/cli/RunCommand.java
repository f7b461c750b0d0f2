/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Build;
import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.Dispatcher;
import dev.dispatcher.core.Dispatcher.Overrides;
import dev.dispatcher.core.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dispatcher run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Starts the dispatcher, and ends it on SIGTERM when what is waiting has been delivered.",
        footer = {"", "Example:", "  dispatcher run --listen 127.0.0.1:8080"})
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger("dispatcher");

    @Mixin
    private Places places = new Places();

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Listen there, whatever http.listen says.")
    private @Nullable String listen;

    @Override
    public Integer call() throws IOException, ConfigException, InterruptedException, Problem {
        CountDownLatch ended = new CountDownLatch(1);
        Dispatcher dispatcher = Dispatcher.start(places.home(), overrides());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            dispatcher.close();
                            ended.countDown();
                        },
                        "stop"));
        announce(dispatcher);
        ended.await();
        return 0;
    }

    private Overrides overrides() throws Problem {
        try {
            return Overrides.of(listen);
        } catch (IllegalArgumentException e) {
            throw new Problem("--" + e.getMessage());
        }
    }

    private void announce(Dispatcher dispatcher) {
        Configuration configuration = dispatcher.configuration();
        InetSocketAddress at = dispatcher.address();
        LOG.info(
                "Dispatcher {} on Java {}, configuration {}",
                Build.version(),
                Runtime.version(),
                places.home().conf());
        LOG.info("plugins: {}", String.join(", ", dispatcher.plugins()));
        LOG.info("portals: {}", String.join(", ", configuration.portalNames()));
        LOG.info("sinks: {}", String.join(", ", configuration.sinkNames()));
        configuration.warnings().forEach(LOG::warn);
        String host = at.getAddress() instanceof java.net.Inet6Address
                ? "[" + at.getAddress().getHostAddress() + "]"
                : at.getAddress().getHostAddress();
        LOG.info("listening on {}://{}:{}", dispatcher.secure() ? "https" : "http", host, at.getPort());
    }
}
