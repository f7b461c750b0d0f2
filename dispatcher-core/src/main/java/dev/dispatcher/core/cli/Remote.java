/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import dev.dispatcher.core.config.Durations;
import dev.dispatcher.core.json.JacksonJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Talks to a running dispatcher. */
final class Remote {

    private static final int MOST_OF_AN_ERROR = 65536;

    /**
     * What it answered.
     *
     * @param body the JSON object
     */
    record Answer(int status, Map<?, ?> body) {

        /** The reason that a refusal gives. */
        String error() {
            Object error = body.get("error");
            return error instanceof String text ? text : new JacksonJson().pretty(body);
        }
    }

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:DISPATCHER_URL:-http://127.0.0.1:8080}",
            converter = Url.class,
            description = "The running dispatcher. Default: the variable DISPATCHER_URL, else http://127.0.0.1:8080.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file with the token, where one is needed. Default: the variable DISPATCHER_TOKEN holds it.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Time.class,
            description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(60);

    /** @throws Problem when nobody answers, or nobody who may be asked, or somebody else */
    Answer post(String path, byte[] json) throws IOException, InterruptedException, Problem {
        return ask(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    /** @throws Problem as {@link #post} does */
    Answer get(String path) throws IOException, InterruptedException, Problem {
        return ask(request(path));
    }

    /**
     * Server-sent events.
     *
     * @return closed by the caller; what reading it throws says that the other side went
     * @throws Problem as {@link #post} does, and when the answer is none of events
     */
    InputStream stream(String path) throws IOException, InterruptedException, Problem {
        HttpResponse<InputStream> response =
                send(request(path).header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == 200
                && response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            Answer answer = answer(response.statusCode(), body.readNBytes(MOST_OF_AN_ERROR));
            throw new Problem("refused (" + answer.status() + "): " + answer.error());
        }
    }

    private HttpRequest.Builder request(String path) throws IOException, Problem {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(timeout);
        authorize(request);
        return request;
    }

    private Answer ask(HttpRequest.Builder request) throws InterruptedException, Problem {
        HttpResponse<byte[]> response = send(request.build(), BodyHandlers.ofByteArray());
        return answer(response.statusCode(), response.body());
    }

    private Answer answer(int status, byte[] body) throws Problem {
        Answer answer = new Answer(status, object(status, body));
        if (status == 401 || status == 403) {
            throw new Problem(where() + " refuses: " + answer.error()
                    + "; the token comes from --token-file or the variable DISPATCHER_TOKEN");
        }
        return answer;
    }

    private URI address(String path) throws Problem {
        try {
            return URI.create(url.toString().replaceAll("/+$", "") + path);
        } catch (IllegalArgumentException e) {
            throw new Problem("'" + path + "' is no path such as /events");
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) throws InterruptedException, Problem {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
        try {
            return client.send(request, body);
        } catch (HttpConnectTimeoutException e) {
            throw new Problem("no connection to " + where() + " within " + seconds());
        } catch (HttpTimeoutException e) {
            throw new Problem("no answer from " + where() + " within " + seconds() + "; it may have been done or not");
        } catch (ConnectException e) {
            throw new Problem(
                    unresolved(e)
                            ? "no address is known for '" + url.getHost() + "'"
                            : "nothing listens at " + where() + "; is the dispatcher running? --url says where");
        } catch (IOException e) {
            throw new Problem("no answer from " + where() + ": " + e.getMessage());
        }
    }

    private static boolean unresolved(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private Map<?, ?> object(int status, byte[] body) throws Problem {
        try {
            if (new JacksonJson().read(body) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (IOException e) {
            // said below: the text may be a page of a web server, and its parser's complaint helps nobody
        }
        throw new Problem(where() + " answers " + status + ", but not as a dispatcher does; --url says where it is");
    }

    private void authorize(HttpRequest.Builder request) throws IOException, Problem {
        String token = System.getenv("DISPATCHER_TOKEN");
        String source = "the variable DISPATCHER_TOKEN";
        if (tokenFile != null) {
            token = new String(TextFiles.read(tokenFile), StandardCharsets.UTF_8);
            source = tokenFile.toString();
            if (token.isBlank()) {
                throw new Problem("there is no token in " + source);
            }
        }
        if (token == null || token.isBlank()) {
            return;
        }
        if (!token.strip().matches("[\\x21-\\x7e]+")) {
            throw new Problem("what is in " + source + " is no token: one word of ASCII characters is expected");
        }
        request.header("Authorization", "Bearer " + token.strip());
    }

    /** Without user and password. */
    String where() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private String seconds() {
        return timeout.toMillis() < 1000 ? timeout.toMillis() + " ms" : timeout.toSeconds() + " s";
    }

    static final class Url implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            try {
                URI url = URI.create(value.strip());
                if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                        && url.getHost() != null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null) {
                    return url;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
            // the value is not repeated: it may hold a password
            throw new TypeConversionException("expected an address such as http://127.0.0.1:8080");
        }
    }

    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                Duration timeout = Durations.parse(value);
                if (!timeout.isZero()) {
                    return timeout;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
            throw new TypeConversionException("expected a duration such as 500ms, 10s or 5m, not '" + value + "'");
        }
    }
}
