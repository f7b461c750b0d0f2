/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code ${env:NAME}}, {@code ${env:NAME:-default}} (the default also when the variable is empty) and {@code
 * ${file:path}} (without the line end at its end). A doubled dollar before the brace keeps it as plain text. What was filled
 * in is not looked through again. Remembers all of it for masking. One thread.
 */
public final class Substitution {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final Function<String, @Nullable String> env;
    private final @Nullable Path base;
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<Path> files = new LinkedHashSet<>();

    /**
     * What is used for one reading of the configuration.
     *
     * @param base the directory that relative paths of {@code ${file:}} start from
     */
    public Substitution(Function<String, @Nullable String> env, Path base) {
        this.env = env;
        this.base = base;
    }

    private Substitution() {
        this.env = name -> null;
        this.base = null;
    }

    /** Leaves every text as it is: for texts that do not come from the user. */
    static Substitution none() {
        return new Substitution();
    }

    /**
     * Every value that came from the environment or a file; not the defaults, which stand in the user's file in clear.
     * Values such as a port or {@code true} are among them: {@link BindContext#secrets} is told those worth masking only.
     */
    public Set<String> secrets() {
        return Collections.unmodifiableSet(secrets);
    }

    /** The files that were read, or looked for: a change in one is a change of the configuration. */
    public Set<Path> files() {
        return Collections.unmodifiableSet(files);
    }

    /** A text with everything filled in; {@code substituted} when anything was, and the pieces that are not defaults. */
    record Filled(String text, boolean substituted, List<String> pieces) {}

    Filled fill(String text, Consumer<String> problems) {
        if (base == null || !text.contains("${")) {
            return new Filled(text, false, List.of());
        }
        StringBuilder out = new StringBuilder();
        List<String> pieces = new ArrayList<>();
        boolean substituted = false;
        int i = 0;
        while (i < text.length()) {
            if (text.startsWith("$${", i)) {
                out.append("${");
                i += 3;
            } else if (text.startsWith("${", i)) {
                int end = text.indexOf('}', i);
                if (end < 0) {
                    problems.accept("a '${' without '}'; write $${ for a plain ${");
                    return new Filled("", true, List.of());
                }
                substituted = true;
                out.append(one(text.substring(i + 2, end), pieces, problems));
                i = end + 1;
            } else {
                out.append(text.charAt(i++));
            }
        }
        return new Filled(out.toString(), substituted, List.copyOf(pieces));
    }

    private String one(String inner, List<String> pieces, Consumer<String> problems) {
        if (inner.startsWith("env:")) {
            return variable(inner.substring(4), pieces, problems);
        }
        if (inner.startsWith("file:")) {
            return file(inner.substring(5), pieces, problems);
        }
        String shown = inner.length() > 40 ? inner.substring(0, 40) + "…" : inner;
        problems.accept("'${" + shown + "}' is neither ${env:NAME}, ${env:NAME:-default} nor ${file:PATH};"
                + " write $${ for a plain ${");
        return "";
    }

    private String variable(String inner, List<String> pieces, Consumer<String> problems) {
        int split = inner.indexOf(":-");
        String name = split < 0 ? inner : inner.substring(0, split);
        if (!NAME.matcher(name).matches()) {
            problems.accept("'" + name + "' cannot be the name of an environment variable");
            return "";
        }
        String value = env.apply(name);
        if (split >= 0 && (value == null || value.isEmpty())) {
            return inner.substring(split + 2);
        }
        if (value == null) {
            problems.accept(
                    "the environment variable " + name + " is not set; set it, or write ${env:" + name + ":-default}");
            return "";
        }
        return remembered(value, pieces);
    }

    private String file(String name, List<String> pieces, Consumer<String> problems) {
        try {
            Path path = Objects.requireNonNull(base).resolve(name);
            files.add(path);
            String text = TextFile.read(path, TextFile.MOST_BYTES_OF_A_SECRET);
            int end = text.endsWith("\r\n") ? text.length() - 2 : text.length() - (text.endsWith("\n") ? 1 : 0);
            return remembered(text.substring(0, end), pieces);
        } catch (InvalidPathException e) {
            problems.accept("'" + name + "' cannot be the name of a file");
        } catch (TextFile.Refused e) {
            problems.accept("cannot read the file '" + name + "': " + e.getMessage());
        }
        return "";
    }

    private String remembered(String value, List<String> pieces) {
        if (!value.isEmpty()) {
            secrets.add(value);
            pieces.add(value);
        }
        return value;
    }
}
