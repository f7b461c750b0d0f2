/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** A stream to a reader who has so long to take each piece of it; then the connection is closed and the writing fails. */
final class TimedOutput extends OutputStream {

    private final HttpServerExchange exchange;
    private final OutputStream out;
    private final long millis;

    TimedOutput(HttpServerExchange exchange, OutputStream out, long millis) {
        this.exchange = exchange;
        this.out = out;
        this.millis = millis;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void timed(Step step) throws IOException {
        XnioExecutor.Key timer = exchange.getIoThread()
                .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), millis, TimeUnit.MILLISECONDS);
        try {
            step.run();
        } finally {
            timer.remove();
        }
    }

    @Override
    public void write(int oneByte) throws IOException {
        timed(() -> out.write(oneByte));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        timed(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        timed(out::flush);
    }

    @Override
    public void close() throws IOException {
        timed(out::close);
    }
}
