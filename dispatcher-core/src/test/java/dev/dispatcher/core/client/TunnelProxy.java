/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy for one tunnel after the other, which remembers the lines it was asked with. */
final class TunnelProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    private final List<String> asked = new CopyOnWriteArrayList<>();

    TunnelProxy() throws IOException {
        run(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            String first = line(client.getInputStream());
            for (String line = first; !line.isEmpty(); line = line(client.getInputStream())) {
                asked.add(line);
            }
            String[] target = first.split(" ")[1].split(":");
            Socket beyond = new Socket(target[0], Integer.parseInt(target[1]));
            client.getOutputStream().write("HTTP/1.1 200 Go\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            run(() -> client.getInputStream().transferTo(beyond.getOutputStream()));
            run(() -> beyond.getInputStream().transferTo(client.getOutputStream()));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().trim();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one side has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
