/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Talks to a running dispatcher. */
final class Remote {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:DISPATCHER_URL:-http://127.0.0.1:8080}",
            description =
                    "The running dispatcher; the variable DISPATCHER_URL says the same. Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file with the token, where it asks for one; the variable DISPATCHER_TOKEN holds the token itself.")
    private java.nio.file.@Nullable Path tokenFile;

    /**
     * @param body null for a GET
     * @throws Problem when nobody answers
     */
    HttpResponse<String> ask(String path, @Nullable String body, String contentType, Duration timeout)
            throws IOException, InterruptedException, Problem {
        String base = url.toString().replaceAll("/+$", "");
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
        } catch (IllegalArgumentException e) {
            throw new Problem("--url should be like http://127.0.0.1:8080, not '" + url.getScheme() + ":…'");
        }
        String token = token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", contentType)
                    .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new Problem("nothing listens at " + where() + "; is the dispatcher running? (--url says where)");
        } catch (IOException e) {
            throw new Problem("no answer from " + where() + ": " + e.getMessage());
        }
    }

    private String where() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private @Nullable String token() throws IOException {
        if (tokenFile != null) {
            return java.nio.file.Files.readString(tokenFile).trim();
        }
        String token = System.getenv("DISPATCHER_TOKEN");
        return token == null || token.isBlank() ? null : token.trim();
    }
}
