/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/dispatcher} itself: how it finds its home and a Java, and what it hands over. */
class LauncherTest {

    private static final Path REAL = Archive.HOME.resolve("bin/dispatcher");
    private static final String REAL_JAVA = System.getProperty("java.home");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path fakeHome;

    record Ended(int code, String out, String err) {}

    @BeforeEach
    void prepare() throws IOException {
        fakeHome = java("fake java", "17.0.1", true);
        environment.put("JAVA_HOME", fakeHome.toString());
        environment.put("PATH", System.getenv("PATH"));
    }

    /** A Java that prints its arguments, one per line. */
    private Path java(String name, String version, boolean releaseFile) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then
                  echo 'Picked up some options' >&2
                  echo 'openjdk version "%s" 2024-01-01' >&2
                  exit 0
                fi
                echo "pid=$$"
                echo "locale=$LC_CTYPE"
                printf '%%s\\n' "$@"
                """.formatted(version));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (releaseFile) {
            Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        }
        return home;
    }

    private Ended start(Path directory, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "launched", ".out");
        Path err = Files.createTempFile(folder, "launched", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        if (ended.out().startsWith("pid=")) {
            // exec: what runs is the process that was started, so that signals reach it
            assertThat(ended.out()).startsWith("pid=" + process.pid() + "\n");
        }
        return ended;
    }

    private List<String> handedOver(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(REAL.toString()));
        command.addAll(List.of(arguments));
        Ended ended = start(folder, command.toArray(String[]::new));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        return ended.out().lines().toList();
    }

    private static String homeOf(Path archive) throws IOException {
        return "-Ddispatcher.home=" + archive.toRealPath();
    }

    @Test
    void itPassesItsArgumentsOnAsTheyAre() throws Exception {
        List<String> words = handedOver("send", "two  words", "", "*", "$HOME", "-x");

        assertThat(words).endsWith("dev.dispatcher.core.cli.Main", "send", "two  words", "", "*", "$HOME", "-x");
        assertThat(words).contains(homeOf(Archive.HOME), Archive.HOME.toRealPath() + "/lib/*");
    }

    @Test
    void itRunsFromAnyDirectoryEvenWithACdpath() throws Exception {
        Files.createDirectories(folder.resolve("elsewhere/bin"));
        environment.put("CDPATH", folder.resolve("elsewhere").toString());

        assertThat(start(Archive.HOME, "bin/dispatcher").out()).contains(homeOf(Archive.HOME) + "\n");
        assertThat(start(Archive.HOME.resolve("bin"), "./dispatcher").out()).contains(homeOf(Archive.HOME) + "\n");
        assertThat(start(Archive.HOME.resolve("conf"), "../bin/dispatcher").out())
                .contains(homeOf(Archive.HOME) + "\n");
        environment.put("PATH", REAL.getParent() + ":" + System.getenv("PATH"));
        assertThat(start(folder, "sh", "-c", "exec dispatcher").out()).contains(homeOf(Archive.HOME) + "\n");
    }

    @Test
    void itFollowsLinksAbsoluteRelativeAndChained() throws Exception {
        Path archive = small(folder.resolve("the archive"));
        Path bin = Files.createDirectories(folder.resolve("my bin"));
        Files.createSymbolicLink(bin.resolve("absolute"), archive.resolve("bin/dispatcher"));
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../the archive/bin/dispatcher"));
        Files.createSymbolicLink(bin.resolve("second"), Path.of("relative"));
        Files.createSymbolicLink(folder.resolve("third"), bin.resolve("second"));
        Files.createSymbolicLink(folder.resolve("linked home"), Path.of("the archive"));

        for (String link :
                List.of("my bin/absolute", "my bin/relative", "my bin/second", "third", "linked home/bin/dispatcher")) {
            assertThat(start(bin, folder.resolve(link).toString()).out())
                    .as(link)
                    .contains(homeOf(archive) + "\n");
            assertThat(start(folder, "./" + link).out()).as(link).contains(homeOf(archive) + "\n");
        }
    }

    /** The launcher in an archive of its own, where there is nothing else. */
    private static Path small(Path archive) throws IOException {
        Files.createDirectories(archive.resolve("lib"));
        Files.createDirectories(archive.resolve("bin"));
        Files.copy(REAL, archive.resolve("bin/dispatcher"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        return archive;
    }

    @Test
    void aCopyThatStandsAloneSaysSo() throws Exception {
        Path archive = small(folder.resolve("archive"));
        Files.delete(archive.resolve("lib"));

        Ended ended = start(folder, archive.resolve("bin/dispatcher").toString());

        assertThat(ended.err())
                .isEqualTo("dispatcher: there is no " + archive.toRealPath()
                        + "/lib: link to bin/dispatcher instead of copying it\n");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void withoutJavaHomeItTakesTheJavaOnThePath() throws Exception {
        environment.put("JAVA_HOME", "");
        environment.put("PATH", fakeHome.resolve("bin") + ":" + System.getenv("PATH"));
        assertThat(handedOver("x")).endsWith("dev.dispatcher.core.cli.Main", "x");

        environment.remove("JAVA_HOME");
        assertThat(handedOver("x")).endsWith("dev.dispatcher.core.cli.Main", "x");
    }

    @Test
    void withoutAnyJavaItSaysWhatToDo() throws Exception {
        environment.remove("JAVA_HOME");
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "head")) {
            for (String bin : List.of("/bin", "/usr/bin")) {
                if (Files.exists(Path.of(bin, tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(bin, tool));
                }
            }
        }
        environment.put("PATH", tools.toString());

        Ended ended = start(folder, REAL.toString(), "run");

        assertThat(ended.err())
                .isEqualTo("dispatcher: no Java found: set JAVA_HOME, or put java on the PATH (17 or later)\n");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void aWrongJavaHomeIsNotPassedOver() throws Exception {
        environment.put("JAVA_HOME", folder.resolve("nothing").toString());

        Ended ended = start(folder, REAL.toString(), "run");

        assertThat(ended.err()).startsWith("dispatcher: JAVA_HOME is " + folder.resolve("nothing") + ", but");
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void aJavaThatIsTooOldIsRefusedWhetherItHasAReleaseFileOrNot() throws Exception {
        for (String version : List.of("1.8.0_392", "11.0.2", "16")) {
            for (boolean releaseFile : new boolean[] {true, false}) {
                Path old = java("java " + version + releaseFile, version, releaseFile);
                environment.put("JAVA_HOME", old.toString());

                Ended ended = start(folder, REAL.toString(), "run");

                assertThat(ended.err())
                        .startsWith("dispatcher: " + old.resolve("bin/java") + " is Java ")
                        .contains("17 or later");
                assertThat(ended.err().lines()).hasSize(1);
                assertThat(ended.code()).isEqualTo(1);
            }
        }
    }

    @Test
    void aJavaThatIsNewEnoughIsTaken() throws Exception {
        for (String version : List.of("17", "17.0.15", "21.0.1", "25-ea")) {
            for (boolean releaseFile : new boolean[] {true, false}) {
                environment.put(
                        "JAVA_HOME",
                        java("java " + version + releaseFile, version, releaseFile)
                                .toString());
                assertThat(handedOver("x")).as(version).endsWith("x");
            }
        }
    }

    @Test
    void theReleaseFileIsFoundBehindALinkToJava() throws Exception {
        Path old = java("old", "11.0.2", true);
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("java"), old.resolve("bin/java"));
        environment.remove("JAVA_HOME");
        environment.put("PATH", links + ":" + System.getenv("PATH"));

        assertThat(start(folder, REAL.toString()).err()).contains(links.resolve("java") + " is Java 11.0.2");
    }

    @Test
    void optionsOfTheUserComeAfterOursWordByWord() throws Exception {
        Files.writeString(folder.resolve("-Dname=of a file"), "");
        environment.put("DISPATCHER_OPTS", "-Xmx256m  -Dname=* -Dlog=GC");

        List<String> words = handedOver("run");

        assertThat(words).containsSubsequence("-XX:+UseSerialGC", "-Xmx256m", "-Dname=*", "-Dlog=GC", "-cp");
    }

    @Test
    void aChosenCollectorReplacesOurs() throws Exception {
        environment.put("DISPATCHER_OPTS", "-Xmx1g -XX:+UseZGC");
        assertThat(handedOver("run")).contains("-XX:+UseZGC").doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void onlyTheServiceGetsTheOptimizingCompiler() throws Exception {
        assertThat(handedOver("run")).doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(handedOver("check")).contains("-XX:TieredStopAtLevel=1");
        assertThat(handedOver()).contains("-XX:TieredStopAtLevel=1");
    }

    @Test
    void withoutALocaleTextIsStillUtf8() throws Exception {
        assertThat(handedOver("x")).contains("locale=C.UTF-8");
        environment.put("LANG", "de_DE.UTF-8");
        assertThat(handedOver("x")).contains("locale=");
    }

    @Test
    void aRealJavaRunsItWithACollectorOfTheUser() throws Exception {
        environment.put("JAVA_HOME", REAL_JAVA);
        environment.put("DISPATCHER_OPTS", "-Xmx64m -XX:+UseParallelGC");

        Ended ended = start(folder, REAL.toString(), "--version");

        assertThat(ended.out()).startsWith("dispatcher ").contains(System.getProperty("dispatcher.version"));
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
    }

    @Test
    void exitCodesAndErrorsComeThrough() throws Exception {
        environment.put("JAVA_HOME", REAL_JAVA);

        Ended unknown = start(folder, REAL.toString(), "chek");
        assertThat(unknown.err())
                .isEqualTo(
                        "dispatcher: there is no command 'chek'; did you mean 'check'? see" + " dispatcher --help\n");
        assertThat(unknown.code()).isEqualTo(2);

        Ended missing = start(folder, REAL.toString(), "check", "--conf", "Größe");
        assertThat(missing.err()).startsWith("dispatcher: there is no folder Größe");
        assertThat(missing.code()).isEqualTo(1);
    }
}
