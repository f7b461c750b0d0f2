/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** HTTP/1.1 for {@link HttpStub}: just enough of it, and strict about what comes in. */
final class StubWire {

    /** What came in is no HTTP. */
    static final class Malformed extends IOException {
        Malformed(String message) {
            super(message);
        }
    }

    private StubWire() {}

    /** Null at the end of the connection. */
    static HttpStub.Request read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].matches("[A-Z]+") || !parts[2].equals("HTTP/1.1")) {
            throw new Malformed("request line: " + line);
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String header = need(line(in)); !header.isEmpty(); header = need(line(in))) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new Malformed("header: " + header);
            }
            headers.computeIfAbsent(header.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).trim());
        }
        return new HttpStub.Request(parts[0], parts[1], headers, body(in, headers));
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int size = Integer.parseInt(need(line(in)), 16);
            while (size > 0) {
                body.write(exactly(in, size));
                line(in);
                size = Integer.parseInt(need(line(in)), 16);
            }
            line(in);
            return body.toByteArray();
        }
        if (!headers.containsKey("content-length")) {
            return new byte[0];
        }
        return exactly(in, Integer.parseInt(headers.get("content-length").get(0)));
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(next);
        }
        if (line.size() > 0) {
            throw new Malformed("an unfinished line: " + line.toString(StandardCharsets.ISO_8859_1));
        }
        return null;
    }

    private static String need(String line) throws EOFException {
        if (line == null) {
            throw new EOFException();
        }
        return line;
    }

    /** Whether the connection can take another request. */
    static boolean write(Answer answer, HttpStub.Request request, OutputStream out, CountDownLatch closed)
            throws IOException, InterruptedException {
        if (closed.await(answer.pause().toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        switch (answer.way()) {
            case HANG -> closed.await();
            case CLOSE -> {}
            case GARBAGE -> {
                out.write("\0\1 this is no HTTP \r\n\r\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            case HALF -> send(answer, out, "Content-Length: " + (answer.body().length + 1000), answer.body());
            case DRIP -> {
                send(answer, out, "Content-Length: 1000000", new byte[0]);
                do {
                    out.write('.');
                    out.flush();
                } while (!closed.await(20, TimeUnit.MILLISECONDS));
            }
            case ENDLESS -> {
                send(answer, out, "Content-Length: " + Long.MAX_VALUE, new byte[0]);
                byte[] piece = new byte[64 * 1024];
                while (closed.getCount() > 0) {
                    out.write(piece);
                }
            }
            case WHOLE -> {
                boolean bare = answer.status() == 204 || answer.status() == 304;
                byte[] body = bare || request.method().equals("HEAD") ? new byte[0] : answer.body();
                send(answer, out, bare ? "X-Stub: bare" : "Content-Length: " + body.length, body);
                return !"close".equalsIgnoreCase(answer.headers().get("Connection"));
            }
        }
        return false;
    }

    private static void send(Answer answer, OutputStream out, String length, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Scripted\r\n" + length + "\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.write(body);
        out.write(whole.toByteArray());
        out.flush();
    }
}
