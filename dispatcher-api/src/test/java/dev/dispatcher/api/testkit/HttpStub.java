/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A real HTTP server on 127.0.0.1 and a free port that answers as told and remembers what it was asked. Without a script
 * it answers 200 to everything. Any number of threads; close it after the test.
 */
public final class HttpStub implements AutoCloseable {

    /**
     * One request as it came in.
     *
     * @param target path and query as sent, not decoded
     * @param headers names in lower case
     */
    public record Request(String method, String target, Map<String, List<String>> headers, byte[] body) {

        /** The first value of a header; null when there is none. The name's case does not matter. */
        public String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? null : values.get(0);
        }

        /** The body, read as UTF-8. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private static final AtomicInteger THREADS = new AtomicInteger();

    private final ServerSocket server;
    private final boolean tls;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> malformed = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Answer> script = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer otherwise = Answer.status(200);

    private HttpStub(ServerSocket server, boolean tls) {
        this.server = server;
        this.tls = tls;
        thread(this::accept);
    }

    /** Listens at once, in clear text. */
    public static HttpStub start() {
        return start(null, 0);
    }

    /** Listens at once, with TLS. */
    public static HttpStub start(SSLContext tls) {
        return start(tls, 0);
    }

    /** Listens at this port, such as that of {@link #freePort}, to come back after having been down. */
    public static HttpStub start(SSLContext tls, int port) {
        try {
            InetAddress loopback = InetAddress.getByName("127.0.0.1");
            ServerSocket server = tls == null
                    ? new ServerSocket(port, 200, loopback)
                    : tls.getServerSocketFactory().createServerSocket(port, 200, loopback);
            return new HttpStub(server, tls != null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An address of 127.0.0.1 at which nobody listens. */
    public static URI nobody(String path) {
        return URI.create("http://127.0.0.1:" + freePort() + path);
    }

    /** A port of 127.0.0.1 that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public URI uri(String path) {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port() + path);
    }

    /** The next requests get these answers, in this order; those after them get {@link #always}. */
    public HttpStub then(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** What every request gets for which no other answer waits. */
    public HttpStub always(Answer answer) {
        otherwise = answer;
        return this;
    }

    /** Every request that came in whole, in the order of arrival. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What came in and was no HTTP. */
    public List<String> malformed() {
        return List.copyOf(malformed);
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /** Ends every connection now, as a server does with idle ones; goes on listening. */
    public void disconnect() {
        open.forEach(HttpStub::end);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disconnect();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                if (closed.getCount() == 0) {
                    end(socket);
                }
                thread(() -> serve(socket));
            } catch (IOException e) {
                // closed, or a connection that was gone before it was accepted
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            Request request = StubWire.read(in);
            while (request != null) {
                requests.add(request);
                Answer answer = script.poll();
                if (!StubWire.write(answer == null ? otherwise : answer, request, socket.getOutputStream(), closed)) {
                    return;
                }
                request = StubWire.read(in);
            }
        } catch (StubWire.Malformed e) {
            malformed.add(e.getMessage());
        } catch (IOException | InterruptedException e) {
            // the client went away, or the stub was closed
        } finally {
            open.remove(socket);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, KitThreads.PREFIX + "stub-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }
}
