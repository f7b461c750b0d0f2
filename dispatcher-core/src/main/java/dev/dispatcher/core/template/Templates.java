/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import dev.dispatcher.api.Template;
import dev.dispatcher.api.Template.Escape;
import io.pebbletemplates.pebble.PebbleEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Compiles templates: Pebble's syntax without anything that could reach a file, a class, another template, or run for
 * ever. Any number of threads.
 */
public final class Templates {

    /** The filters a template may use. */
    public static final List<String> FILTERS =
            Filters.all(Escape.NONE).keySet().stream().sorted().toList();

    /** The tags a template may use. */
    public static final List<String> TAGS = List.of("if", "elseif", "else", "endif", "for", "endfor");

    /** What may stand behind {@code is} and {@code is not}. */
    public static final Set<String> TESTS = Set.of("defined", "empty", "null");

    private static final int LONGEST = 64 * 1024;

    // made when first needed: most installations have simple templates only, and start faster without
    private final Map<Escape, PebbleEngine> engines = new ConcurrentHashMap<>();
    private final Consumer<String> onFailure;

    /**
     * @param onFailure told about each rendering that failed, in one sentence that holds neither the template nor the
     *     event; called by the rendering thread
     */
    public Templates(Consumer<String> onFailure) {
        this.onFailure = onFailure;
    }

    /**
     * Compiles and checks a template of at most 64 KiB.
     *
     * @throws IllegalArgumentException when it is none; says the line and the reason in one sentence
     */
    public Template compile(String source) {
        if (source.length() > LONGEST) {
            throw new IllegalArgumentException("expected a template of at most " + LONGEST + " characters");
        }
        Scanner.Scanned scanned = Scanner.scan(source);
        if (scanned.parts() != null) {
            return new SimpleTemplate(source, scanned.parts(), onFailure);
        }
        return new PebbleText(source, scanned.rewritten(), this::engine, onFailure);
    }

    private PebbleEngine engine(Escape escape) {
        return engines.computeIfAbsent(escape, Engine::of);
    }
}
