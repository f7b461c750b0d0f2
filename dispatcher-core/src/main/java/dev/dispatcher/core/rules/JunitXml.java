/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.rules;

import java.util.List;

/** Writes results as the XML that build servers read. */
public final class JunitXml {

    private JunitXml() {}

    public static String write(List<TestResult> results) {
        long failed = results.stream().filter(result -> !result.passed()).count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"rules\" tests=\"").append(results.size());
        xml.append("\" failures=\"").append(failed).append("\" errors=\"0\" skipped=\"0\">\n");
        for (TestResult result : results) {
            RuleTest test = result.test();
            xml.append("  <testcase classname=\"").append(escaped(test.at().file()));
            xml.append("\" name=\"").append(escaped(test.name()));
            xml.append("\" file=\"").append(escaped(test.at().file()));
            xml.append("\" line=\"").append(test.at().line()).append('"');
            if (result.passed()) {
                xml.append("/>\n");
            } else {
                xml.append(">\n    <failure message=\"")
                        .append(escaped(result.differences().get(0)));
                xml.append("\">").append(escaped(result.toString())).append("</failure>\n  </testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    /** XML has no word for most control characters. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                default -> {
                    boolean allowed =
                            c == '\t' || (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c > 0xffff;
                    out.appendCodePoint(allowed ? c : 0xfffd);
                }
            }
        });
        return out.toString();
    }
}
