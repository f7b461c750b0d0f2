/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Speaks to a server byte by byte, also wrongly. */
final class RawClient implements AutoCloseable {

    record Answer(int status, Map<String, String> headers, String body) {}

    private final Socket socket;
    private final InputStream in;

    RawClient(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    static Answer once(InetSocketAddress address, String request) throws IOException {
        try (RawClient client = new RawClient(address)) {
            return client.send(request).answer();
        }
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** As much as the server takes; it may hang up in between. */
    RawClient sendUnlessRefused(byte[] bytes) {
        try {
            return send(bytes);
        } catch (IOException refused) {
            return this;
        }
    }

    RawClient halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Gives up without a word. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    boolean closedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    Answer answer() throws IOException {
        String[] head = head().split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    head[i].substring(colon + 1).trim());
        }
        int status = Integer.parseInt(head[0].split(" ")[1]);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.containsKey("content-length")) {
            body.write(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
        } else if ("chunked".equals(headers.get("transfer-encoding"))) {
            for (int size = size(); size > 0; size = size()) {
                body.write(in.readNBytes(size));
                in.readNBytes(2);
            }
            in.readNBytes(2);
        }
        return new Answer(status, headers, body.toString(StandardCharsets.UTF_8));
    }

    /** The head of an answer without a body. */
    String headOnly() throws IOException {
        return head();
    }

    /** True when one of these answers came, or the server closed without any. */
    boolean closedOrRefused(int... statuses) throws IOException {
        String line;
        try {
            line = line();
        } catch (java.net.SocketException reset) {
            return true;
        } catch (IOException closed) {
            return closed.getMessage().endsWith("''");
        }
        for (int status : statuses) {
            if (line.contains(" " + status + " ")) {
                return true;
            }
        }
        throw new AssertionError("not refused but: " + line);
    }

    private int size() throws IOException {
        return Integer.parseInt(line().trim(), 16);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.equals("\r\n"); line = line()) {
            head.append(line);
        }
        return head.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() == 0 || line.charAt(line.length() - 1) != '\n') {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the server closed after '" + line + "'");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
