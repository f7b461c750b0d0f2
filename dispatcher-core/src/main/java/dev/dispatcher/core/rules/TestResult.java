/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import java.util.List;

/**
 * How a test went.
 *
 * @param differences one sentence each; empty when it passed
 */
public record TestResult(RuleTest test, List<String> differences) {

    public boolean passed() {
        return differences.isEmpty();
    }

    /** {@code rules.yaml:12: a stalled consumer: passed}, or the differences below, indented. */
    @Override
    public String toString() {
        String head = test.at() + ": " + test.name() + ": " + (passed() ? "passed" : "failed");
        return passed() ? head : head + "\n    " + String.join("\n    ", differences);
    }
}
