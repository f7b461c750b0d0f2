/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import java.util.regex.Pattern;

/** Texts within Slack's limits. */
final class Texts {

    /** A message's text; Slack cuts longer ones. */
    static final int MESSAGE = 40_000;
    /** The text of a message that is changed; longer ones are refused. */
    static final int CHANGED = 4_000;
    /** The text of a section, and what we let an attachment have. */
    static final int SECTION = 3_000;

    static final int FIELD = 2_000;
    static final int TITLE = 300;
    static final int HEADER = 150;
    static final int BUTTON = 75;

    private static final String FENCE = "```";
    private static final Pattern LONE =
            Pattern.compile("[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

    private Texts() {}

    /** For texts that no template escaped. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    /**
     * The text, which is escaped, with at most so many characters. What is cut ends with an ellipsis, never inside a
     * character, an entity or a link, and leaves no block of code open.
     */
    static String cut(String text, int most) {
        String whole = LONE.matcher(text).replaceAll("\ufffd");
        if (whole.length() <= most) {
            return whole;
        }
        String kept = end(whole, most - 1);
        if (open(kept)) {
            return end(kept, Math.min(kept.length(), most - 2 - FENCE.length())) + "…\n" + FENCE;
        }
        return kept + "…";
    }

    private static String end(String text, int most) {
        int end = most;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int entity = text.lastIndexOf('&', end - 1);
        if (entity >= 0 && end - entity < 6 && text.indexOf(';', entity) >= end) {
            end = entity;
        }
        int link = text.lastIndexOf('<', end - 1);
        if (link >= 0 && text.indexOf('>', link) >= end) {
            end = link;
        }
        return text.substring(0, end);
    }

    private static boolean open(String text) {
        int fences = 0;
        for (int at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + FENCE.length())) {
            fences++;
        }
        return fences % 2 == 1;
    }

    /** The first line that says something. */
    static String line(String text, int most) {
        return cut(text.strip().lines().findFirst().orElse(""), most);
    }
}
