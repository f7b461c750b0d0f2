/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The program, unpacked once and used by all, and the data of one server. */
final class PostgresFiles {

    /** Whom PostgreSQL may run as, when we are root. */
    private static final String NOBODY = "65534";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final Object UNPACKING = new Object();

    private final Path program;
    private final Path folder;
    private final List<String> as;

    private PostgresFiles(Path program, Path folder, List<String> as) {
        this.program = program;
        this.folder = folder;
        this.as = as;
    }

    static PostgresFiles make() throws IOException {
        // below a folder that everybody may enter: the server may have another user
        Path base = ROOT ? Path.of("/tmp") : Path.of(System.getProperty("java.io.tmpdir"));
        Path shared = Files.createDirectories(base.resolve("dispatcher-postgres-" + System.getProperty("user.name")));
        open(shared);
        sweep(shared);
        Path program = unpacked(shared);
        Path folder = Files.createTempDirectory(
                shared, "server-" + ProcessHandle.current().pid() + "-");
        open(folder);
        PostgresFiles files = new PostgresFiles(program, folder, ROOT ? another() : List.of());
        files.init();
        return files;
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** How to become somebody else: the first that works here. */
    private static List<String> another() throws IOException {
        for (List<String> way : List.of(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
                List.of("runuser", "-u", "nobody", "--"),
                List.of("unshare", "-U"))) {
            List<String> trial = new ArrayList<>(way);
            trial.add("true");
            try {
                if (new ProcessBuilder(trial)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0) {
                    return way;
                }
            } catch (IOException e) {
                // not installed: the next one
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        throw new IOException("PostgreSQL does not run as root, and neither setpriv, runuser nor unshare works here");
    }

    private void init() throws IOException {
        Path data = Files.createDirectory(data());
        Files.createFile(log());
        if (ROOT && !as.get(0).equals("unshare")) {
            var nobody = data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
            Files.setOwner(data, nobody);
        }
        List<String> command = new ArrayList<>(command("initdb"));
        command.addAll(List.of(
                "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
        try {
            if (begin(command).waitFor() != 0) {
                throw new IOException(Files.readString(log()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    /** What it writes to standard error and output. */
    Path log() {
        return folder.resolve("log");
    }

    List<String> command(String name) {
        List<String> command = new ArrayList<>(as);
        command.add(program.resolve("bin").resolve(name).toString());
        return command;
    }

    Process begin(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    void delete() {
        delete(folder);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            // a server that is still ending writes; the next run sweeps
        }
    }

    /** Servers whose JVM was killed. */
    private static void sweep(Path shared) throws IOException {
        try (Stream<Path> folders = Files.list(shared)) {
            for (Path each : folders.filter(one -> one.getFileName().toString().startsWith("server-"))
                    .toList()) {
                long jvm = Long.parseLong(each.getFileName().toString().split("-")[1]);
                if (ProcessHandle.of(jvm).isEmpty()) {
                    end(each);
                    delete(each);
                }
            }
        }
    }

    private static void end(Path server) {
        try {
            String first =
                    Files.readAllLines(server.resolve("data/postmaster.pid")).get(0);
            Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(first.strip()));
            // its number may be somebody else's by now
            left.filter(process -> process.info().command().orElse("").contains("dispatcher-postgres"))
                    .ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                    });
        } catch (IOException | RuntimeException e) {
            // it has ended
        }
    }

    private static Path unpacked(Path shared) throws IOException {
        String name = "/postgres-" + system() + "-" + machine() + ".txz";
        synchronized (UNPACKING) {
            try (InputStream archive = PostgresFiles.class.getResourceAsStream(name)) {
                if (archive == null) {
                    throw new IOException("no " + name + " on the class path: add the artifact of"
                            + " io.zonky.test.postgres for this machine to the tests");
                }
                Path program = shared.resolve("program-" + digest(name));
                try (FileChannel channel = FileChannel.open(
                                shared.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (!Files.exists(program)) {
                        Path fresh = Files.createTempDirectory(shared, "unpacking-");
                        unpack(archive, fresh);
                        open(fresh);
                        Files.move(fresh, program, StandardCopyOption.ATOMIC_MOVE);
                    }
                }
                return program;
            }
        }
    }

    private static String digest(String name) throws IOException {
        try (InputStream archive = PostgresFiles.class.getResourceAsStream(name)) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(archive.readAllBytes());
            return HexFormat.of().formatHex(sum, 0, 6);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path place = folder.resolve(entry.getName()).normalize();
                if (!place.startsWith(folder)) {
                    throw new IOException("an archive that leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(place);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(place.getParent());
                    Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(place.getParent());
                    Files.copy(tar, place);
                    Files.setPosixFilePermissions(
                            place,
                            PosixFilePermissions.fromString((entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : "linux";
    }

    private static String machine() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") ? "arm_64" : "x86_64";
    }
}
