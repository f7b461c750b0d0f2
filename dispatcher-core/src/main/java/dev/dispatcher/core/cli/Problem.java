/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

/** Something is wrong that the user can put right: printed as one sentence, without a stack trace; exit code 1. */
final class Problem extends Exception {

    Problem(String sentence) {
        super(sentence);
    }
}
