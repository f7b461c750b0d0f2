/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {

    @TempDir
    Path folder;

    private Node.Scalar scalar(Reading reading, String text) {
        Node node = reading.read("a: " + text + "\n");
        return node == null ? null : (Node.Scalar) ((Node.Mapping) node).get("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ${env:ONE}                          | 1
                    ${env:EMPTY}                        | ''
                    ${env:NONE:-x y}                    | x y
                    ${env:NONE:-}                       | ''
                    ${env:EMPTY:-fallback}              | fallback
                    ${env:ONE:-fallback}                | 1
                    "${env:NONE:-a:-b}"                 | a:-b
                    http://${env:HOST}:${env:ONE}/      | http://example.org:1/
                    $${env:ONE}                         | ${env:ONE}
                    $$${env:ONE}                        | $${env:ONE}
                    ${env:ONE}$${x}${env:ONE}           | 1${x}1
                    $ONE {{ x }} $                      | $ONE {{ x }} $
                    ${env:NESTED}                       | ${env:ONE}
                    "{{ '${env:ONE}' }}"                | {{ '1' }}
                    """)
    void placeholdersAreFilledIn(String text, String expected) {
        Reading reading = new Reading()
                .env("ONE", "1")
                .env("EMPTY", "")
                .env("HOST", "example.org")
                .env("NESTED", "${env:ONE}");

        assertThat(scalar(reading, text).text()).isEqualTo(expected);
        assertThat(reading.said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ${env:TOKEN}           | the environment variable TOKEN is not set; set it, or write ${env:TOKEN:-default}
                    ${TOKEN}               | '${TOKEN}' is neither ${env:NAME}, ${env:NAME:-default} nor ${file:PATH}; write $${ for a plain ${
                    ${sys:x}               | '${sys:x}' is neither ${env:NAME}, ${env:NAME:-default} nor ${file:PATH}; write $${ for a plain ${
                    ${env:A B}             | 'A B' cannot be the name of an environment variable
                    "${env:}"              | '' cannot be the name of an environment variable
                    "${env:A"              | a '${' without '}'; write $${ for a plain ${
                    "${file:none}"         | cannot read the file 'none': there is none
                    "${file:.}"            | cannot read the file '.': it is a directory
                    """)
    void whatCannotBeFilledInIsSaidWithItsPlace(String text, String expected) {
        Reading reading = new Reading(folder);

        assertThat(scalar(reading, text).broken()).isTrue();
        assertThat(reading.said()).containsExactly("dispatcher.yaml:1: a: " + expected);
    }

    @Test
    void allThatIsMissingIsReportedAtOnce() {
        Reading reading = new Reading();

        reading.read("a: ${env:ONE} ${env:TWO}\nb: [x, '${env:THREE}']\n");

        assertThat(reading.said())
                .hasSize(3)
                .anySatisfy(said -> assertThat(said).startsWith("dispatcher.yaml:1: a: the environment variable TWO"))
                .anySatisfy(
                        said -> assertThat(said).startsWith("dispatcher.yaml:2: b[1]: the environment variable THREE"));
    }

    @Test
    void keysCommentsAndOtherTypesAreLeftAlone() {
        Reading reading = new Reading();

        assertThat(reading.read("'${env:KEY}': 1 # ${env:COMMENT}\n").plain()).isEqualTo(Map.of("${env:KEY}", 1L));
        assertThat(reading.said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'s3cret\n', s3cret", "'s3cret\r\n', s3cret", "s3cret, s3cret", "'s3cret\n\n', 's3cret\n'"})
    void aFileLosesItsLastLineEnd(String content, String expected) throws Exception {
        Files.writeString(folder.resolve("token"), content);
        Reading reading = new Reading(folder);

        assertThat(scalar(reading, "${file:token}").text()).isEqualTo(expected);
        assertThat(scalar(reading, "${file:" + folder.resolve("token") + "}").text())
                .isEqualTo(expected);
        assertThat(reading.substitution.files()).contains(folder.resolve("token"));
    }

    @Test
    void aFileIsBoundedInSize() throws Exception {
        Files.write(folder.resolve("large"), new byte[TextFile.MOST_BYTES_OF_A_SECRET + 1]);
        Reading reading = new Reading(folder);

        assertThat(scalar(reading, "${file:large}").broken()).isTrue();
        assertThat(scalar(reading, "${file:/dev/zero}").broken()).isTrue();
        assertThat(reading.said())
                .containsExactlyInAnyOrder(
                        "dispatcher.yaml:1: a: cannot read the file 'large': it has more than 65536 bytes, which is the limit",
                        "dispatcher.yaml:1: a: cannot read the file '/dev/zero': it is no regular file");
    }

    @Test
    void aFileThatIsLookedForIsRememberedEvenWhenItIsNotThere() {
        Reading reading = new Reading(folder);
        scalar(reading, "${file:later}");

        assertThat(reading.substitution.files()).containsExactly(folder.resolve("later"));
    }

    @Test
    void whatWasFilledInIsMarkedAndNeverShown() {
        Reading reading = new Reading().env("TOKEN", "hunter22");
        Node.Scalar scalar = scalar(reading, "Bearer ${env:TOKEN}");

        assertThat(scalar.secret()).isTrue();
        assertThat(scalar.filled()).containsExactly("hunter22");
        assertThat(scalar.describe()).isEqualTo("'****'");
        assertThat(scalar.toString()).doesNotContain("hunter22");
        assertThat(reading.read("x: [1, '${env:TOKEN}']").filledIn()).containsExactly("hunter22");
        assertThat(reading.substitution.secrets()).containsExactly("hunter22");
    }

    @Test
    void aDefaultIsMarkedAsFilledInButIsNoSecret() {
        Reading reading = new Reading();
        Node.Scalar scalar = scalar(reading, "${env:LEVEL:-info}");

        assertThat(scalar.secret()).isTrue();
        assertThat(scalar.filled()).isEmpty();
        assertThat(reading.substitution.secrets()).isEmpty();
    }

    @Test
    void whatWasFilledInStaysATextUntilItIsAskedForAsTyped() {
        Reading reading = new Reading()
                .env("CLUSTER", "007")
                .env("LOAD", "0.5")
                .env("ON", "true")
                .env("NAME", "<<");

        assertThat(scalar(reading, "${env:CLUSTER}").value()).isEqualTo("007");
        assertThat(scalar(reading, "${env:CLUSTER}").typed()).isEqualTo(7L);
        assertThat(scalar(reading, "${env:LOAD}").typed()).isEqualTo(new BigDecimal("0.5"));
        assertThat(scalar(reading, "${env:ON}").typed()).isEqualTo(true);
        assertThat(scalar(reading, "${env:NAME}").typed()).isEqualTo("<<");
        assertThat(scalar(reading, "${env:NONE:-1e9999999999999}").typed()).isEqualTo("1e9999999999999");
        assertThat(scalar(reading, "${env:NONE:-}").typed()).isNull();
        assertThat(scalar(reading, "'5'").typed()).isEqualTo("5");
        assertThat(scalar(reading, "5").typed()).isEqualTo(5L);
        assertThat(scalar(reading, "$${").typed()).isEqualTo("${");
    }
}
