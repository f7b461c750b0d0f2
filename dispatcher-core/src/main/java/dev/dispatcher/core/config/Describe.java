/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

/** The options of a record as plain text for the terminal. */
public final class Describe {

    private static final int WIDTH = 96;
    private static final String INDENT = "      ";

    private Describe() {}

    /** Two or more lines per option, each ending in a newline; a sentence when there is no option. */
    public static String text(Class<? extends Record> type) {
        StringBuilder out = new StringBuilder();
        for (OptionRow row : OptionRow.of(Options.of(type))) {
            out.append("  ")
                    .append(row.path())
                    .append("  (")
                    .append(row.option().typeWords())
                    .append(", ")
                    .append(row.presence())
                    .append(")\n");
            wrap(out, row.option().sentence());
        }
        return out.isEmpty() ? "  There are no options.\n" : out.toString();
    }

    private static void wrap(StringBuilder out, String sentence) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : sentence.strip().split("\\s+")) {
            if (line.length() > INDENT.length() && line.length() + word.length() > WIDTH) {
                out.append(line.toString().stripTrailing()).append('\n');
                line.setLength(INDENT.length());
            }
            line.append(word).append(' ');
        }
        if (!line.toString().isBlank()) {
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
