/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

/**
 * Makes sinks of one type. Found by {@link java.util.ServiceLoader}: one line with the class name in {@code
 * META-INF/services/dev.dispatcher.api.SinkFactory}, and a public constructor without parameters.
 *
 * @param <C> the options: a public record. Each component is an option, named in kebab-case ({@code wait_} is {@code
 *     wait}, which Java does not allow as a component), and carries an {@link Option}. Types: {@code String}, {@code
 *     boolean}, {@code int}, {@code long}, {@code double}, {@link java.time.Duration}, {@link java.net.URI}, {@link
 *     java.nio.file.Path}, enums, {@link Secret}, {@link Template}, nested records, and {@code Optional}, {@code List} and
 *     {@code Map<String, …>} of these. The compact constructor may refuse a combination with an {@code
 *     IllegalArgumentException}; its message is shown with the file and line.
 */
public interface SinkFactory<C extends Record> {

    /** The word behind {@code type:}, lower case, for example {@code slack}. */
    String type();

    Class<C> options();

    /**
     * Makes one instance; called once per name in the user's file. Must not fail because the destination is down: a
     * destination is first needed in {@link Sink#deliver}.
     *
     * @throws Exception when the instance cannot exist; start or reload is refused with its message
     */
    Sink create(C options, PluginContext context) throws Exception;
}
