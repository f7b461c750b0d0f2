/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract class and tells which of its checks failed. */
final class Proof {

    private Proof() {}

    /**
     * The services file with this one line is seen by this run only: it must not be on the class path of other modules'
     * tests.
     */
    static Events run(Class<?> contract, Class<?> service, Class<?> listed, Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(service.getName()), listed.getName() + "\n");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return EngineTestKit.engine("junit-jupiter")
                    .selectors(DiscoverySelectors.selectClass(contract))
                    .execute()
                    .testEvents();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** The names of the checks that failed. */
    static Set<String> failed(Events events) {
        return names(events.failed());
    }

    /** The names of the checks among these events. */
    static Set<String> names(Events events) {
        Set<String> names = new TreeSet<>();
        events.stream()
                .forEach(event -> names.add(event.getTestDescriptor()
                        .getSource()
                        .map(source -> ((MethodSource) source).getMethodName())
                        .orElseThrow()));
        return names;
    }

    /** What went wrong, for the message of a proof that fails itself. */
    static String reasons(Events events) {
        StringBuilder text = new StringBuilder();
        events.failed().stream()
                .forEach(event -> text.append(event.getTestDescriptor().getDisplayName())
                        .append(": ")
                        .append(event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .map(Throwable::toString)
                                .orElse(""))
                        .append('\n'));
        return text.toString();
    }
}
