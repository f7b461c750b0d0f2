/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.Overrides;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --listen}. */
final class ListenOption {

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Converter.class,
            description = "Listen there, whatever http.listen says; port 0 takes a free one.")
    private Overrides overrides = Overrides.NONE;

    Overrides overrides() {
        return overrides;
    }

    static final class Converter implements ITypeConverter<Overrides> {
        @Override
        public Overrides convert(String value) {
            try {
                return Overrides.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
