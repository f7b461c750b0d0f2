/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.Masking;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.rules.RuleTests;
import dev.dispatcher.core.rules.TestResult;
import dev.dispatcher.core.server.HttpOptions;

/** What a configuration that could be read has to pass before it takes effect. */
public final class Gate {

    private static final String RESTART = " only with a restart";

    private Gate() {}

    /** @throws ConfigException when a test beside the rules fails, or the server must not listen like that */
    public static void check(Configuration configuration, Overrides overrides) throws ConfigException {
        Mistakes mistakes = new Mistakes();
        for (TestResult result : RuleTests.run(configuration.rules())) {
            if (!result.passed()) {
                mistakes.add(
                        result.test().at(),
                        "tests",
                        "'" + result.test().name() + "' fails: " + String.join("; ", result.differences()));
            }
        }
        overrides
                .apply(configuration.settings().http())
                .problem()
                .ifPresent(problem -> mistakes.add(configuration.at("http.listen"), "http", problem));
        throwIfAny(mistakes, configuration);
    }

    /** @throws ConfigException when something changed that takes effect at a start only */
    static void checkUnchangeable(Configuration old, Configuration configuration, Overrides overrides)
            throws ConfigException {
        Mistakes mistakes = new Mistakes();
        Settings before = old.settings();
        Settings after = configuration.settings();
        HttpOptions oldHttp = overrides.apply(before.http());
        HttpOptions now = overrides.apply(after.http());
        same(oldHttp.listen(), now.listen(), "http.listen", "changes" + RESTART, configuration, mistakes);
        same(oldHttp.limits(), now.limits(), "http.limits", "change" + RESTART, configuration, mistakes);
        same(
                oldHttp.tls().isPresent(),
                now.tls().isPresent(),
                "http.tls",
                "is added or removed" + RESTART,
                configuration,
                mistakes);
        same(before.deadLetters(), after.deadLetters(), "dead-letters", "change" + RESTART, configuration, mistakes);
        same(old.store(), configuration.store(), "store", "changes" + RESTART, configuration, mistakes);
        same(before.explain(), after.explain(), "explain", "changes" + RESTART, configuration, mistakes);
        same(before.history(), after.history(), "history", "changes" + RESTART, configuration, mistakes);
        same(before.journal(), after.journal(), "journal", "changes" + RESTART, configuration, mistakes);
        same(before.log(), after.log(), "log", "changes" + RESTART, configuration, mistakes);
        throwIfAny(mistakes, configuration);
    }

    private static void same(
            Object before,
            Object after,
            String path,
            String otherwise,
            Configuration configuration,
            Mistakes mistakes) {
        if (!before.equals(after)) {
            mistakes.add(configuration.at(path), path, otherwise);
        }
    }

    private static void throwIfAny(Mistakes mistakes, Configuration configuration) throws ConfigException {
        if (mistakes.any()) {
            throw Masked.exception(mistakes.sorted(), Masking.of(configuration.secrets())::mask);
        }
    }

    /** For what is wrong as a whole. */
    static ConfigException wrong(Position at, String path, String message) {
        Mistakes mistakes = new Mistakes();
        mistakes.add(at, path, message);
        return new ConfigException(mistakes.sorted());
    }
}
