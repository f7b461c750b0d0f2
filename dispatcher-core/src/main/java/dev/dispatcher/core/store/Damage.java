/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells a damaged file of the embedded database from one that cannot be read for now, and sets it aside. */
final class Damage {

    /** H2: file corrupted, format of another version, internal error while reading, wrong key of the file's own user. */
    private static final Set<Integer> DAMAGED = Set.of(90030, 90048, 50000, 28000, 90049, 90126);

    /** Bytes with which every file of H2 begins, in two copies. */
    static final long HEAD = 8192;

    private static final int IO_FAILED = 90028;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** What H2 keeps beside the file's name. */
    private static final List<String> ENDINGS = List.of(".mv.db", ".trace.db");

    private Damage() {}

    /** Not for a full disk, missing rights, or another process that has it open: these may pass, and nothing is lost. */
    static boolean is(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && DAMAGED.contains(sql.getErrorCode())) {
                return true;
            }
            if (each instanceof SQLException sql && sql.getErrorCode() == IO_FAILED && endsEarly(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsEarly(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Renames what belongs to the database; nobody may have it open.
     *
     * @return the new places
     */
    static List<Path> setAside(Path file, Clock clock) throws IOException {
        String stamp = STAMP.format(clock.instant());
        List<Path> moved = new ArrayList<>();
        for (String ending : ENDINGS) {
            Path old = Path.of(file + ending);
            if (Files.exists(old)) {
                moved.add(Files.move(old, free(file + ".damaged-" + stamp, ending)));
            }
        }
        return moved;
    }

    private static Path free(String base, String ending) {
        Path place = Path.of(base + ending);
        for (int i = 2; Files.exists(place); i++) {
            place = Path.of(base + "-" + i + ending);
        }
        return place;
    }
}
