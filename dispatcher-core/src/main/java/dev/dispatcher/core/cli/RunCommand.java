/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Build;
import dev.dispatcher.core.Configuration;
import dev.dispatcher.core.Dispatcher;
import dev.dispatcher.core.Home;
import dev.dispatcher.core.Settings.LogOptions;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.logging.Logging;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dispatcher run}. Ends with the process, or when its thread is interrupted. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Starts the dispatcher, and ends it on SIGTERM when what is waiting has been delivered.",
        footer = {"", "Example:", "  dispatcher run --listen 127.0.0.1:8080"})
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger("dispatcher");

    @Mixin
    private Places places = new Places();

    @Mixin
    private ListenOption listen = new ListenOption();

    @Override
    public Integer call() throws IOException, ConfigException, Problem {
        Home home = places.home();
        try (Dispatcher dispatcher = Dispatcher.start(home, listen.overrides())) {
            Thread stop = new Thread(dispatcher::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            LogOptions log = dispatcher.configuration().settings().log();
            Logging.start(
                    log.format().name().toLowerCase(Locale.ROOT),
                    Level.valueOf(log.level().name()));
            announce(dispatcher, home);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        }
        return 0;
    }

    private static void announce(Dispatcher dispatcher, Home home) {
        Configuration configuration = dispatcher.configuration();
        LOG.info("Dispatcher {} on Java {}, configuration {}", Build.version(), Runtime.version(), home.conf());
        LOG.info("plugins: {}", String.join(", ", dispatcher.plugins()));
        LOG.info("portals: {}", String.join(", ", configuration.portalNames()));
        LOG.info("sinks: {}", String.join(", ", configuration.sinkNames()));
        configuration.warnings().forEach(LOG::warn);
        InetSocketAddress at = dispatcher.address();
        String host = at.getAddress().getHostAddress();
        LOG.info(
                "listening on {}://{}:{}",
                dispatcher.secure() ? "https" : "http",
                at.getAddress() instanceof Inet6Address ? "[" + host + "]" : host,
                at.getPort());
    }
}
