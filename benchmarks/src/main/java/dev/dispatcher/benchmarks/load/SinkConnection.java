/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One connection to the sink: finds the ends of its requests. */
final class SinkConnection {

    /** What to answer to a request; null when the answer comes later. */
    interface Handler {
        @Nullable
        Integer request(SinkConnection connection, byte[] bytes, int from, int to) throws IOException;
    }

    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] LIMITED =
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

    private final SocketChannel channel;
    private byte[] bytes = new byte[16 << 10];
    private int filled;

    SinkConnection(SocketChannel channel) {
        this.channel = channel;
    }

    void read(Handler handler) throws IOException {
        int read = channel.read(ByteBuffer.wrap(bytes, filled, bytes.length - filled));
        if (read < 0) {
            throw new IOException("ended");
        }
        filled += read;
        int from = 0;
        int end = Http.end(bytes, from, filled);
        while (end > 0) {
            Integer status = handler.request(this, bytes, from, end);
            if (status != null) {
                answer(status);
            }
            from = end;
            end = Http.end(bytes, from, filled);
        }
        System.arraycopy(bytes, from, bytes, 0, filled - from);
        filled -= from;
        if (filled == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }

    void answer(int status) {
        try {
            // so short that it always fits, since the other side waits for it
            channel.write(ByteBuffer.wrap(status == 200 ? OK : LIMITED));
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }
}
