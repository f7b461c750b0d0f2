/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The host's JSON, in plain values only: {@code Map<String, ?>}, {@code List}, {@code String}, {@code Number}, {@code
 * Boolean} and null. Maps keep their order; integers are {@code Long} or {@code BigInteger}, decimals {@code BigDecimal}.
 * Any number of threads.
 */
public interface Json {

    /**
     * Writes UTF-8.
     *
     * @throws IllegalArgumentException for a value of another type
     */
    byte[] write(@Nullable Object value);

    /**
     * Reads exactly one UTF-8 document.
     *
     * @throws IOException when it is not JSON, has a key twice or is nested deeper than 100; says the line and column
     */
    @Nullable
    Object read(byte[] bytes) throws IOException;
}
