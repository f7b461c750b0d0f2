/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

/**
 * A number of bytes, as the type of an option: {@code 64KB}, {@code 8MiB} or plain bytes.
 *
 * @param bytes never negative
 */
public record ByteSize(long bytes) {

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size must not be negative");
        }
    }
}
