/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML for tests of rules. */
final class Yaml {

    private Yaml() {}

    static Node read(String file, String text) {
        LoadSettings settings = LoadSettings.builder().build();
        return new Compose(settings)
                .composeString(text)
                .map(node -> convert(file, node))
                .orElseGet(() -> new Node.Scalar(new Position(file, 1, 1), null, "", false));
    }

    private static Node convert(String file, org.snakeyaml.engine.v2.nodes.Node node) {
        Position at = at(file, node);
        if (node instanceof MappingNode mapping) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                entries.put(key, new Node.Entry(at(file, tuple.getKeyNode()), convert(file, tuple.getValueNode())));
            }
            return new Node.Mapping(at, entries);
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = sequence.getValue().stream()
                    .map(item -> convert(file, item))
                    .toList();
            return new Node.Sequence(at, items);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Node.Scalar(at, value(scalar), scalar.getValue(), false);
    }

    private static Position at(String file, org.snakeyaml.engine.v2.nodes.Node node) {
        return node.getStartMark()
                .map(mark -> new Position(file, mark.getLine() + 1, mark.getColumn() + 1))
                .orElseThrow();
    }

    private static Object value(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        if (scalar.getTag().equals(Tag.INT)) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < 64 ? (Object) number.longValue() : number;
        }
        return scalar.getTag().equals(Tag.FLOAT) ? (Object) new BigDecimal(text) : text;
    }
}
