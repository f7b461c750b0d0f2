/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

/** The options of a record as a Markdown table for the reference. */
public final class OptionsMarkdown {

    private OptionsMarkdown() {}

    /** A table with a line per option; a sentence when there is none. Ends in a newline. */
    public static String table(Class<? extends Record> type) {
        StringBuilder out = new StringBuilder();
        for (OptionRow row : OptionRow.of(Options.of(type))) {
            String fallback = row.option().fallback();
            out.append("| `")
                    .append(row.path())
                    .append("` | ")
                    .append(cell(row.option().typeWords()))
                    .append(" | ")
                    .append(row.option().required() ? "required" : fallback.isEmpty() ? "" : "`" + cell(fallback) + "`")
                    .append(" | ")
                    .append(cell(row.option().sentence()))
                    .append(" |\n");
        }
        return out.isEmpty()
                ? "There are no options.\n"
                : "| option | type | default | what it does |\n|---|---|---|---|\n" + out;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ").strip();
    }
}
