/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 strictly. Refused, with the line: a key twice, a key that is no text, merge keys, tags, a second document,
 * more than {@value #MOST_CHARACTERS} characters, more than {@value #DEEPEST} levels, aliases that multiply.
 * Substitutions such as {@code ${env:NAME}} are filled in where a text stands as a value.
 */
public final class YamlReader {

    /** The longest file, in characters: a long scalar costs time by the square of its length. */
    public static final int MOST_CHARACTERS = 1 << 20;

    /** How many lists and mappings may be nested. */
    public static final int DEEPEST = 100;

    private YamlReader() {}

    /**
     * Reads and parses one file.
     *
     * @param fileLabel the file as the user knows it, for messages
     * @return as {@link #read}; null with a mistake when the file is not there, not readable or not UTF-8
     */
    public static @Nullable Node readFile(String fileLabel, Path file, Substitution substitution, Mistakes mistakes) {
        try {
            return read(fileLabel, TextFile.read(file, TextFile.MOST_BYTES), substitution, mistakes);
        } catch (TextFile.Refused e) {
            mistakes.add(new Position(fileLabel, e.line(), 1), "", "cannot read the file: " + e.getMessage());
            return null;
        }
    }

    /**
     * Parses the text of one file.
     *
     * @param fileLabel the file as the user knows it, for messages
     * @return an empty mapping when the text is empty; null, with a mistake, when it cannot be read. Where only a value or a
     *     repeated key is wrong there is a mistake and a node, so that the rest can be checked as well
     */
    public static @Nullable Node read(String fileLabel, String text, Substitution substitution, Mistakes mistakes) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (content.codePointCount(0, content.length()) > MOST_CHARACTERS) {
            mistakes.add(
                    new Position(fileLabel, 1, 1),
                    "",
                    "the file has more than " + MOST_CHARACTERS + " characters, which is the limit");
            return null;
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(fileLabel)
                .setCodePointLimit(MOST_CHARACTERS)
                .build();
        try {
            return new NodeBuilder(
                            fileLabel,
                            new ParserImpl(settings, new StreamReader(settings, content)),
                            substitution,
                            mistakes)
                    .document();
        } catch (NodeBuilder.Unreadable e) {
            mistakes.add(e.at(), e.path(), e.problem());
        } catch (ReaderException e) {
            mistakes.add(
                    position(fileLabel, content, e.getPosition()),
                    "",
                    String.format("the character U+%04X must not stand in YAML", e.getCodePoint()));
        } catch (MarkedYamlEngineException e) {
            mistakes.add(position(fileLabel, e), "", describe(e));
        } catch (YamlEngineException e) {
            mistakes.add(new Position(fileLabel, 1, 1), "", "not YAML: " + oneLine(e.getMessage()));
        }
        return null;
    }

    private static Position position(String file, String text, int codePoints) {
        int line = 1;
        int column = 1;
        int[] all = text.codePoints().limit(codePoints).toArray();
        for (int c : all) {
            line += c == '\n' ? 1 : 0;
            column = c == '\n' ? 1 : column + 1;
        }
        return new Position(file, line, column);
    }

    static Position position(String file, Optional<Mark> mark) {
        return mark.map(found -> new Position(file, found.getLine() + 1, found.getColumn() + 1))
                .orElseGet(() -> new Position(file, 1, 1));
    }

    private static Position position(String file, MarkedYamlEngineException e) {
        return position(file, neverEnds(e) ? e.getContextMark() : e.getProblemMark());
    }

    private static boolean neverEnds(MarkedYamlEngineException e) {
        return e.getContextMark().isPresent() && String.valueOf(e.getProblem()).contains("end of stream");
    }

    private static String describe(MarkedYamlEngineException e) {
        String context = String.valueOf(e.getContext());
        String problem = oneLine(String.valueOf(e.getProblem()));
        if (neverEnds(e)) {
            return context.contains("quoted") ? "the quote that opens here is never closed" : "not YAML: " + problem;
        }
        if (problem.contains("\\t") || problem.contains("TAB")) {
            return "a tab must not indent or begin a value; use spaces";
        }
        return "not YAML: " + problem + (context.equals("null") ? "" : " (" + oneLine(context) + ")");
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).strip().replaceAll("\\s+", " ");
    }
}
