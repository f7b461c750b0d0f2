/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSetTest {

    @TempDir
    Path folder;

    private Path file;
    private Path directory;
    private FileSet set;

    @BeforeEach
    void twoFilesAndADirectory() throws Exception {
        file = Files.writeString(folder.resolve("rules.yaml"), "a: 1\n");
        directory = Files.createDirectory(folder.resolve("rules.d"));
        Files.writeString(directory.resolve("10-a.yaml"), "b: 1\n");
        set = new FileSet(List.of(file, folder.resolve("none.yaml"), directory));
    }

    @Test
    void nothingChangedMeansTheSameFingerprint() throws Exception {
        String before = set.fingerprint();
        Files.writeString(file, "a: 1\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        Files.writeString(directory.resolve(".10-a.yaml.swp"), "x");
        Files.createDirectory(directory.resolve("sub"));

        assertThat(set.fingerprint()).isEqualTo(before).hasSize(64);
        assertThat(new FileSet(List.of(directory, file, file, folder.resolve("none.yaml"))).fingerprint())
                .isEqualTo(before);
    }

    @Test
    void everyChangeOfContentShows() throws Exception {
        String before = set.fingerprint();
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "a: 2\n");
        Files.setLastModifiedTime(file, time);
        String changed = set.fingerprint();
        Files.writeString(folder.resolve("none.yaml"), "");
        String appeared = set.fingerprint();
        Files.writeString(directory.resolve("20-b.yaml"), "");
        String added = set.fingerprint();
        Files.move(directory.resolve("20-b.yaml"), directory.resolve("30-b.yaml"));
        String renamed = set.fingerprint();
        Files.delete(file);
        String gone = set.fingerprint();

        assertThat(List.of(before, changed, appeared, added, renamed, gone)).doesNotHaveDuplicates();
    }

    @Test
    void swappingTheLinkOfAMountedConfigMapShows() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        for (String version : List.of("..2026_1", "..2026_2", "..2026_3")) {
            Path data = Files.createDirectory(mount.resolve(version));
            Files.writeString(data.resolve("rules.yaml"), version.endsWith("2") ? "a: 2\n" : "a: 1\n");
        }
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(mount.resolve("rules.yaml"), Path.of("..data/rules.yaml"));
        FileSet mounted = new FileSet(List.of(mount));
        FileSet single = new FileSet(List.of(mount.resolve("rules.yaml")));
        String first = mounted.fingerprint();
        String firstSingle = single.fingerprint();

        swap(mount, "..2026_2");
        assertThat(mounted.fingerprint()).isNotEqualTo(first);
        assertThat(single.fingerprint()).isNotEqualTo(firstSingle);

        swap(mount, "..2026_3");
        assertThat(mounted.fingerprint()).isEqualTo(first);
        assertThat(single.fingerprint()).isEqualTo(firstSingle);
    }

    private static void swap(Path mount, String version) throws Exception {
        Path next = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aBrokenLinkIsAsGoodAsNoFile() throws Exception {
        Path link = folder.resolve("link.yaml");
        String before = new FileSet(List.of(link)).fingerprint();
        Files.createSymbolicLink(link, Path.of("nowhere"));

        assertThat(new FileSet(List.of(link)).fingerprint()).isEqualTo(before);
    }

    @Test
    void contentsCannotRunIntoOneAnother() throws Exception {
        Path a = Files.writeString(folder.resolve("a"), "xy");
        Path b = Files.writeString(folder.resolve("b"), "z");
        String before = new FileSet(List.of(a, b)).fingerprint();
        Files.writeString(a, "x");
        Files.writeString(b, "yz");

        assertThat(new FileSet(List.of(a, b)).fingerprint()).isNotEqualTo(before);
    }
}
