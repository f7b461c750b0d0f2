/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import dev.dispatcher.api.Template.Escape;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.extension.core.AttributeResolverExtension;
import io.pebbletemplates.pebble.extension.core.CoreExtension;
import io.pebbletemplates.pebble.extension.escaper.EscaperExtension;
import io.pebbletemplates.pebble.loader.MemoryLoader;
import io.pebbletemplates.pebble.operator.Associativity;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.operator.BinaryOperatorImpl;
import io.pebbletemplates.pebble.operator.BinaryOperatorType;
import io.pebbletemplates.pebble.tokenParser.IfTokenParser;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pebble with everything taken out that a text does not need. The scanner refuses the same things with better words; this
 * is the second wall.
 */
final class Engine {

    private Engine() {}

    static PebbleEngine of(Escape escape) {
        return new PebbleEngine.Builder()
                .loader(new MemoryLoader())
                .strictVariables(false)
                .autoEscaping(true)
                .newLineTrimming(false)
                .cacheActive(false)
                .defaultLocale(Locale.ROOT)
                .registerExtensionCustomizer(extension -> new Locked(extension, escape))
                .build();
    }

    private static final class Locked extends ExtensionCustomizer {

        private final boolean core;
        private final boolean escaper;
        private final boolean attributes;
        private final Escape escape;

        Locked(Extension extension, Escape escape) {
            super(extension);
            this.core = extension instanceof CoreExtension;
            this.escaper = extension instanceof EscaperExtension;
            this.attributes = extension instanceof AttributeResolverExtension;
            this.escape = escape;
        }

        @Override
        public Map<String, Filter> getFilters() {
            return core ? Filters.all(escape) : escaper ? Map.of("escape", Filters.escape(escape)) : Map.of();
        }

        @Override
        public Map<String, Function> getFunctions() {
            return Map.of();
        }

        @Override
        public Map<String, Test> getTests() {
            if (!core) {
                return Map.of();
            }
            Map<String, Test> tests = super.getTests();
            tests.keySet().retainAll(Templates.TESTS);
            return tests;
        }

        @Override
        public List<TokenParser> getTokenParsers() {
            return core ? List.of(new IfTokenParser(), new BoundedLoop()) : List.of();
        }

        @Override
        public List<BinaryOperator> getBinaryOperators() {
            if (!core) {
                return List.of();
            }
            return super.getBinaryOperators().stream()
                    .filter(operator -> !operator.getSymbol().equals(".."))
                    .map(Locked::bounded)
                    .toList();
        }

        private static BinaryOperator bounded(BinaryOperator operator) {
            return switch (operator.getSymbol()) {
                case "~" ->
                    new BinaryOperatorImpl(
                            "~",
                            operator.getPrecedence(),
                            BoundedText.Join::new,
                            BinaryOperatorType.NORMAL,
                            Associativity.LEFT);
                case "+" ->
                    new BinaryOperatorImpl(
                            "+",
                            operator.getPrecedence(),
                            BoundedText.Add::new,
                            BinaryOperatorType.NORMAL,
                            Associativity.LEFT);
                default -> operator;
            };
        }

        @Override
        public List<AttributeResolver> getAttributeResolver() {
            return attributes ? List.of(new Attributes()) : List.of();
        }
    }
}
