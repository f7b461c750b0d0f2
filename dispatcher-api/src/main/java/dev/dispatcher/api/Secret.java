/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

/**
 * A value that is never printed. The host also masks it in everything that it logs, stores or shows.
 *
 * @param reveal the value itself; call it only where it is sent
 */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "****";
    }
}
