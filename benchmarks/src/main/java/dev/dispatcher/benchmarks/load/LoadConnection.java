/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection of the load: a request that is only numbered anew, and its answer. */
final class LoadConnection {

    private final SocketChannel channel;
    private final SelectionKey key;
    private final int batch;
    private final byte[] request;
    private final int bodyAt;
    private final ByteBuffer out;
    private final byte[] in = new byte[64 << 10];
    private final ByteBuffer inBuffer = ByteBuffer.allocateDirect(64 << 10);
    private int filled;
    private long due;

    LoadConnection(InetSocketAddress address, Selector selector, int batch) throws IOException {
        this.batch = batch;
        byte[] body = Work.body(batch);
        byte[] head = ("POST /events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(US_ASCII);
        request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        bodyAt = head.length;
        out = ByteBuffer.allocateDirect(request.length);
        out.limit(0);
        channel = SocketChannel.open(address);
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(long number, long at) throws IOException {
        due = at;
        if (batch == 1) {
            System.arraycopy(Work.shape(number), 0, request, bodyAt, Work.EVENT_BYTES);
            Work.number(request, bodyAt, number, at);
        } else {
            for (int i = 0; i < batch; i++) {
                Work.number(request, bodyAt + 1 + i * (Work.EVENT_BYTES + 1), number + i, at);
            }
        }
        out.clear();
        out.put(request).flip();
        write();
    }

    private void write() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    /** The status, once the answer is whole; 0 before. */
    int ready() throws IOException {
        if (out.hasRemaining()) {
            write();
        }
        inBuffer.clear().limit(in.length - filled);
        int read = channel.read(inBuffer);
        if (read < 0) {
            throw new IOException("the system under load ended a connection");
        }
        inBuffer.flip().get(in, filled, read);
        filled += read;
        if (Http.end(in, 0, filled) < 0) {
            return 0;
        }
        filled = 0;
        return Http.status(in, 0);
    }

    long due() {
        return due;
    }

    void close() throws IOException {
        channel.close();
    }
}
