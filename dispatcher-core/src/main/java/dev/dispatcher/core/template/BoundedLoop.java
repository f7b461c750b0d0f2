/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import io.pebbletemplates.pebble.extension.NodeVisitor;
import io.pebbletemplates.pebble.lexer.Token;
import io.pebbletemplates.pebble.node.AbstractRenderableNode;
import io.pebbletemplates.pebble.node.BodyNode;
import io.pebbletemplates.pebble.node.ForNode;
import io.pebbletemplates.pebble.node.RenderableNode;
import io.pebbletemplates.pebble.parser.Parser;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.tokenParser.ForTokenParser;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.io.Writer;
import java.util.List;

/** The tag {@code for}, each turn of which is counted. */
final class BoundedLoop implements TokenParser {

    private final ForTokenParser plain = new ForTokenParser();

    @Override
    public String getTag() {
        return "for";
    }

    @Override
    public RenderableNode parse(Token token, Parser parser) {
        ForNode loop = (ForNode) plain.parse(token, parser);
        BodyNode body = new BodyNode(loop.getLineNumber(), List.of(new Turn(loop.getLineNumber()), loop.getBody()));
        return new ForNode(
                loop.getLineNumber(), loop.getIterationVariable(), loop.getIterable(), body, loop.getElseBody());
    }

    private static final class Turn extends AbstractRenderableNode {

        Turn(int line) {
            super(line);
        }

        @Override
        public void render(PebbleTemplateImpl self, Writer writer, EvaluationContextImpl context) {
            ((Bounded) writer).step();
        }

        @Override
        public void accept(NodeVisitor visitor) {}
    }
}
