/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.template;

import io.pebbletemplates.pebble.node.expression.AddExpression;
import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import org.jspecify.annotations.Nullable;

/** The operators that make longer texts of texts. */
final class BoundedText {

    private BoundedText() {}

    /** {@code a ~ b}: both as text; what is missing is empty. */
    static final class Join extends BinaryExpression<Object> {
        @Override
        public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            String left = Values.text(getLeftExpression().evaluate(self, context));
            String right = Values.text(getRightExpression().evaluate(self, context));
            return Bounded.checked(left + right);
        }
    }

    /** {@code a + b}. */
    static final class Add extends AddExpression {
        @Override
        public @Nullable Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
            return Bounded.checked(super.evaluate(self, context));
        }
    }
}
