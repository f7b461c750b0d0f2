/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(Texts.cut("a &amp; b", 9)).isEqualTo("a &amp; b");
    }

    @Test
    void noCutGoesThroughACharacterAnEntityOrALink() {
        assertThat(Texts.cut("ab\ud83d\ude00cd", 4)).isEqualTo("ab…");
        assertThat(Texts.cut("ab&amp;cdefgh", 6)).isEqualTo("ab…");
        assertThat(Texts.cut("see <https://example.org|here> and more", 20)).isEqualTo("see …");
    }

    @Test
    void everyCutOfAHostileTextIsWholeAndShortEnough() {
        String text = Texts.escape("<&>\ud83d\ude00".repeat(50)) + "<https://example.org|x>".repeat(10);
        for (int most = 10; most < text.length(); most++) {
            String cut = Texts.cut(text, most);
            assertThat(cut.length()).isLessThanOrEqualTo(most);
            String plain = cut.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "");
            assertThat(plain).doesNotContain("&").doesNotContain("\ufffd");
            assertThat(cut.codePoints().filter(c -> c == '<').count())
                    .isEqualTo(cut.codePoints().filter(c -> c == '>').count());
            assertThat(Character.isSurrogate(cut.charAt(cut.length() - 2))
                            && Character.isHighSurrogate(cut.charAt(cut.length() - 2)))
                    .isFalse();
        }
    }

    @Test
    void aBlockOfCodeIsClosed() {
        String cut = Texts.cut("```\n" + "x".repeat(100) + "\n```", 50);
        assertThat(cut).endsWith("…\n```").hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void halvesOfCharactersAreReplaced() {
        assertThat(Texts.cut("a\ud800b\udc00", 10)).isEqualTo("a\ufffdb\ufffd");
    }
}
