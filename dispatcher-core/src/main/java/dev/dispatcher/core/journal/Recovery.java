/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.core.metrics.JournalCounts;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a dispatcher before this one left. One thread, once. */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** Where an event is that is not settled as far as the files have been read. */
    private record Found(Segment segment, long offset, int length, int copies, BitSet open) {}

    private final Journal journal;
    private final Folder folder;
    private final JournalCounts counts;
    private final Map<Long, Found> open = new TreeMap<>();

    Recovery(Journal journal, Folder folder, JournalCounts counts) {
        this.journal = journal;
        this.folder = folder;
        this.counts = counts;
    }

    /** In the order in which they came. */
    List<Recovered> run() throws IOException {
        List<Path> files = folder.files();
        for (Path file : files) {
            Segment segment = Segment.old(file);
            journal.adopt(segment);
            read(segment, file.equals(files.get(files.size() - 1)));
        }
        List<Recovered> found = new ArrayList<>();
        for (Map.Entry<Long, Found> each : open.entrySet()) {
            found.add(recovered(each.getKey(), each.getValue()));
        }
        if (!found.isEmpty()) {
            LOG.info("{} events from before are still to be delivered", found.size());
        }
        counts.recovered.add(found.size());
        return found;
    }

    private void read(Segment segment, boolean last) throws IOException {
        long offset = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(segment.path), 1 << 16))) {
            while (true) {
                byte[] payload = Frames.read(in, segment.size() - offset);
                if (payload == null) {
                    break;
                }
                note(payload, segment, offset);
                offset += Frames.HEAD + payload.length;
            }
        }
        if (offset < segment.size()) {
            damaged(segment, offset, last);
        }
    }

    /** Behind the last commit of a process that ended suddenly there may be half a record; nothing was promised about it. */
    private void damaged(Segment segment, long offset, boolean last) throws IOException {
        long unread = segment.size() - offset;
        if (last) {
            LOG.info(
                    "{}: the last {} bytes are no whole record; nothing was promised about them", segment.path, unread);
            return;
        }
        counts.damaged.increment();
        LOG.error(
                "{}: DAMAGED at byte {}; {} bytes cannot be read, and what they promised is lost. A copy is kept as {}",
                segment.path,
                offset,
                unread,
                Folder.copyDamaged(segment.path));
    }

    private void note(byte[] payload, Segment segment, long offset) throws IOException {
        if (payload[0] == Marks.KIND) {
            Marks.decode(payload, this::settle);
            return;
        }
        Entry entry = Entry.decode(payload);
        BitSet all = new BitSet();
        all.set(0, entry.copies().size());
        Found before = open.get(entry.number());
        if (before != null) {
            // it was moved, and the process ended before the old place was deleted
            all.and(before.open());
        }
        open.put(
                entry.number(),
                new Found(
                        segment,
                        offset,
                        Frames.HEAD + payload.length,
                        entry.copies().size(),
                        all));
    }

    private void settle(long number, int copy) {
        Found found = open.get(number);
        if (found != null) {
            found.open().clear(copy);
            if (found.open().isEmpty()) {
                open.remove(number);
            }
        }
    }

    private Recovered recovered(long number, Found found) throws IOException {
        byte[] frame = found.segment().read(found.offset(), found.length());
        Entry entry = Entry.decode(Arrays.copyOfRange(frame, Frames.HEAD, frame.length));
        Kept kept =
                journal.adopt(number, found.copies(), found.open(), found.segment(), found.offset(), found.length());
        List<Recovered.Copy> copies = new ArrayList<>();
        found.open().stream().forEach(copy -> {
            Entry.Copy each = entry.copies().get(copy);
            copies.add(new Recovered.Copy(copy, each.sink(), each.rule(), each.event()));
        });
        return new Recovered(kept, entry.at(), entry.portal(), entry.trace(), entry.event(), copies);
    }
}
