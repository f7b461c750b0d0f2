/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core;

import dev.dispatcher.core.Dispatcher.Overrides;
import dev.dispatcher.core.config.ConfigException;
import dev.dispatcher.core.config.Mistake;
import dev.dispatcher.core.config.Position;
import dev.dispatcher.core.rules.RuleTests;
import dev.dispatcher.core.rules.TestResult;
import java.util.ArrayList;
import java.util.List;

/** What a configuration that could be read has to pass before it takes effect. */
public final class Gate {

    private Gate() {}

    /** @throws ConfigException when a test beside the rules fails, or the server must not listen like that */
    public static void check(Configuration configuration, Overrides overrides) throws ConfigException {
        List<Mistake> mistakes = new ArrayList<>();
        for (TestResult result : RuleTests.run(configuration.rules())) {
            if (!result.passed()) {
                mistakes.add(new Mistake(
                        result.test().at(),
                        "tests",
                        "'" + result.test().name() + "' fails: " + String.join("; ", result.differences())));
            }
        }
        overrides
                .apply(configuration.settings().http())
                .problem()
                .ifPresent(problem -> mistakes.add(mistake(ConfigurationReader.MAIN_FILE, "http", problem)));
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
    }

    /** @throws ConfigException when something changed that takes effect at a start only */
    static void checkUnchangeable(Settings before, Settings after, Overrides overrides) throws ConfigException {
        List<Mistake> mistakes = new ArrayList<>();
        if (!overrides
                .apply(before.http())
                .listen()
                .equals(overrides.apply(after.http()).listen())) {
            mistakes.add(mistake(
                    ConfigurationReader.MAIN_FILE,
                    "http.listen",
                    "changes with a restart only; it was " + before.http().listen()));
        }
        if (before.http().tls().isPresent() != after.http().tls().isPresent()) {
            mistakes.add(mistake(ConfigurationReader.MAIN_FILE, "http.tls", "is added or removed with a restart only"));
        }
        if (!before.http().limits().equals(after.http().limits())) {
            mistakes.add(mistake(ConfigurationReader.MAIN_FILE, "http.limits", "change with a restart only"));
        }
        if (!KeptLetters.same(before, after)) {
            mistakes.add(mistake(ConfigurationReader.MAIN_FILE, "dead-letters", "change with a restart only"));
        }
        if (!before.log().equals(after.log())) {
            mistakes.add(mistake(ConfigurationReader.MAIN_FILE, "log", "changes with a restart only"));
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
    }

    static ConfigException wrong(String file, String path, String message) {
        return new ConfigException(List.of(mistake(file, path, message)));
    }

    private static Mistake mistake(String file, String path, String message) {
        return new Mistake(new Position(file, 1, 1), path, message);
    }
}
