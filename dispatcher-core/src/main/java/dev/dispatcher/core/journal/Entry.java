/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.journal;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.queue.Arrival;
import dev.dispatcher.core.queue.Delivery;
import dev.dispatcher.core.trace.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one event: as it came, and a copy for each sink.
 *
 * @param number ours, unique in the journal
 * @param trace of the request that brought it, if it had one
 */
record Entry(
        long number, Instant at, String portal, @Nullable Trace trace, byte[] event, List<Copy> copies) {

    /**
     * A copy for a sink.
     *
     * @param event null when it is the event as it came
     */
    record Copy(String sink, String rule, byte @Nullable [] event) {}

    /** The first byte of a record: an event. */
    static final byte KIND = 1;

    @SuppressWarnings("ReferenceEquality") // a copy that no rule changed is the same object
    static byte[] encode(long number, Arrival arrival, Delivery[] copies) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(arrival.event().size() + 128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(KIND);
            out.writeLong(number);
            Instant at = arrival.at();
            out.writeLong(at.getEpochSecond());
            out.writeInt(at.getNano());
            Frames.text(out, arrival.portal());
            Trace trace = arrival.trace();
            Frames.text(out, trace == null ? "" : trace.parent());
            Frames.text(out, trace == null ? "" : trace.state().orElse(""));
            Frames.bytes(out, arrival.event().json());
            out.writeInt(copies.length);
            for (Delivery copy : copies) {
                Frames.text(out, copy.sink());
                Frames.text(out, copy.rule());
                Event event = copy.event();
                Frames.bytes(out, event == arrival.event() ? new byte[0] : event.json());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is none, which a matching sum makes unlikely */
    static Entry decode(byte[] payload) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload, 1, payload.length - 1));
        long number = in.readLong();
        Instant at = Instant.ofEpochSecond(in.readLong(), in.readInt());
        String portal = Frames.text(in);
        String parent = Frames.text(in);
        String state = Frames.text(in);
        byte[] event = Frames.bytes(in);
        int count = in.readInt();
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String sink = Frames.text(in);
            String rule = Frames.text(in);
            byte[] own = Frames.bytes(in);
            copies.add(new Copy(sink, rule, own.length == 0 ? null : own));
        }
        Trace trace =
                parent.isEmpty() ? null : new Trace(parent, state.isEmpty() ? Optional.empty() : Optional.of(state));
        return new Entry(number, at, portal, trace, event, copies);
    }

    /** Of an encoded one, without reading the rest. */
    static long number(byte[] payload) throws IOException {
        return new DataInputStream(new ByteArrayInputStream(payload, 1, payload.length - 1)).readLong();
    }
}
