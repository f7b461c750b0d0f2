/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.Http;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The host's HTTP client for the SDK: its deadlines, interrupts, proxy and TLS, and no thread of the SDK's own. */
record LentHttp(Http http) implements SdkHttpClient {

    /** The client sets them by itself. */
    private static final Set<String> OURS = Set.of("host", "content-length", "connection", "expect");

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(request);
    }

    @Override
    public String clientName() {
        return "dispatcher";
    }

    @Override
    public void close() {
        // the host closes what it lent
    }

    private final class Call implements ExecutableHttpRequest {

        private final HttpExecuteRequest request;

        Call(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                Http.Response answer = http.send(translated());
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(answer.status())
                                .headers(answer.headers())
                                .build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
                        .build();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw AbortedException.create("interrupted", e);
            }
        }

        private Http.Request translated() {
            SdkHttpRequest given = request.httpRequest();
            Map<String, String> headers = new LinkedHashMap<>();
            given.forEachHeader((name, values) -> {
                if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.put(name, String.join(",", values));
                }
            });
            byte[] body = request.contentStreamProvider()
                    .map(stream -> read(stream.newStream()))
                    .orElseGet(() -> new byte[0]);
            return new Http.Request(given.method().name(), given.getUri(), headers, body, false);
        }

        private static byte[] read(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void abort() {
            // the calling thread's interrupt does
        }
    }
}
