/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.kapacitor.task;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in the fields of a task. The scripts quote whatever comes; this is so that nobody is told too late, or
 * never, because of a slip.
 */
public final class Checks {

    /** The ids of Kapacitor's tasks hold letters, digits, dashes, dots and underscores. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final Pattern THRESHOLD = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,6})?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|[smhdw])");
    private static final Pattern SLACK = Pattern.compile("[#@][\\p{L}\\p{M}\\p{N}._-]{1,100}");
    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9!#$%&*+=?^_~.-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final int LONGEST = 2000;
    private static final Duration SHORTEST_TIME = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIME = Duration.ofDays(366);
    private static final List<String> TOLERANCES = List.of("low", "medium", "high");

    private final Map<String, String> wrong = new LinkedHashMap<>();

    private Checks() {}

    /**
     * The same task, if nothing is wrong with it.
     *
     * @throws Mistakes with every field that is wrong
     */
    public static Task checked(Task task) throws Mistakes {
        Checks checks = new Checks();
        checks.all(task);
        if (!checks.wrong.isEmpty()) {
            throw new Mistakes(checks.wrong);
        }
        return task;
    }

    /** Whether an app or a type of dynos may be called this. */
    public static boolean name(String text) {
        return NAME.matcher(text).matches();
    }

    private void all(Task task) {
        name("app", task.app());
        if (task.app().contains(Kind.MEMORY.mark())) {
            wrong.put("app", "may not contain " + Kind.MEMORY.mark());
        }
        if (task.kind() == Kind.ERRORS && !TOLERANCES.contains(task.tolerance())) {
            wrong.put("tolerance", "should be low, medium or high, not " + shown(task.tolerance()));
        }
        if (task.kind() == Kind.MEMORY) {
            memory(task);
        }
        targets(task);
    }

    private void name(String field, String text) {
        if (!name(text)) {
            wrong.put(
                    field,
                    "should be 1 to 100 letters, digits, dots, underscores and dashes, beginning with a letter or digit,"
                            + " not " + shown(text));
        }
    }

    private void memory(Task task) {
        name("dynotype", task.dyno());
        boolean warn = threshold("warn", task.warn());
        boolean crit = threshold("crit", task.crit());
        if (warn && crit && new BigDecimal(task.warn()).compareTo(new BigDecimal(task.crit())) >= 0) {
            wrong.put("crit", "should be more than warn, which is " + task.warn() + ", not " + task.crit());
        }
        time("window", task.window());
        time("every", task.every());
    }

    private boolean threshold(String field, String text) {
        boolean right = THRESHOLD.matcher(text).matches() && new BigDecimal(text).signum() > 0;
        if (!right) {
            wrong.put(field, "should be a number of MB, more than 0, such as 512 or 512.5, not " + shown(text));
        }
        return right;
    }

    private void time(String field, String text) {
        Optional<Duration> time = duration(text);
        if (time.isEmpty()
                || time.get().compareTo(SHORTEST_TIME) < 0
                || time.get().compareTo(LONGEST_TIME) > 0) {
            wrong.put(field, "should be a duration from 1s to 366d, such as 90s, 10m or 12h, not " + shown(text));
        }
    }

    private static Optional<Duration> duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return Optional.of(
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofDays(7 * number);
                });
    }

    private void targets(Task task) {
        if (!task.slack().isEmpty() && !SLACK.matcher(task.slack()).matches()) {
            wrong.put("slack", "should be a #channel or a @person, not " + shown(task.slack()));
        }
        if (!task.email().isEmpty()) {
            mails(task.email());
        }
        if (!task.post().isEmpty() && !address(task.post())) {
            // not shown: it may hold a token
            wrong.put(
                    "post", "should be an address of http or https without a user, at most " + LONGEST + " characters");
        }
        if (task.slack().isEmpty() && task.email().isEmpty() && task.post().isEmpty()) {
            wrong.put("targets", "are missing: give at least one of slack, email and post");
        }
    }

    private void mails(String text) {
        if (text.length() > LONGEST) {
            wrong.put("email", "should have at most " + LONGEST + " characters, not " + text.length());
            return;
        }
        for (String each : text.split(",", -1)) {
            boolean right = MAIL.matcher(each).matches()
                    && !each.contains("..")
                    && !each.startsWith(".")
                    && !each.contains(".@");
            if (!right) {
                wrong.put("email", "should be addresses with commas between, and one of them is " + shown(each));
                return;
            }
        }
    }

    private static boolean address(String text) {
        if (text.length() > LONGEST || text.chars().anyMatch(c -> c == '\'' || c <= ' ' || c > '~')) {
            return false;
        }
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getPort() <= 65535;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return text.isEmpty() ? "nothing" : "'" + (clean.length() > 60 ? clean.substring(0, 60) + "…" : clean) + "'";
    }
}
