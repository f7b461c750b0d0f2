/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.prometheus;

/** Patterns in which {@code *} stands for any text. */
final class Globs {

    private Globs() {}

    static boolean matches(String glob, String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int back = 0;
        while (in < text.length()) {
            if (at < glob.length() && glob.charAt(at) == '*') {
                star = at++;
                back = in;
            } else if (at < glob.length() && glob.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++back;
            } else {
                return false;
            }
        }
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        return at == glob.length();
    }
}
