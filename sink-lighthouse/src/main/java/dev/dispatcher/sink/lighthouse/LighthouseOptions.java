/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of {@code type: lighthouse}. */
public record LighthouseOptions(
        @Option(value = "The program and its first arguments; no shell takes it apart.", fallback = "[lighthouse]")
        List<String> command,

        @Option("Runs Lighthouse in a container of its own, instead of the command.")
        Optional<Container> container,

        @Option(
                value = "Further arguments for Lighthouse, one per entry.",
                fallback = "[\"--chrome-flags=--headless=new\"]")
        List<String> arguments,

        @Option("Environment variables of the program. It has few others: PATH, HOME, LANG, CHROME_PATH, DOCKER_HOST.")
        Map<String, Secret> environment,

        @Option(value = "How long one audit may take; then it is killed with all its children.", fallback = "2m")
        Duration limit,

        @Option(
                value = "Whether an event is to be audited: nothing, false, no, off and 0 say that it is not.",
                fallback = "{{ testAccessibility }}")
        Template wanted,

        @Option(
                value = "The addresses to audit, separated by commas: those of the first that gives any.",
                fallback = "[\"{{ accessibilityUrls }}\", \"{{ applicationUrl }}\"]")
        List<Template> urls,

        @Option(
                "Hosts that may be audited, such as app.example.org or *.example.org. Unless set: all whose addresses are"
                        + " public.")
        List<String> hosts,

        @Option("Score below which a report has a severity, by category: accessibility, performance, best-practices,"
                + " seo (0 to 100), total (0 to 4).")
        Map<String, Limits> thresholds,

        @Option("A folder to keep reports in.") Optional<Path> folder,

        @Option("A bucket of S3, or of what speaks like it, to keep reports in.")
        Optional<Bucket> bucket,

        @Option(
                value = "Where in the folder or bucket the reports of an application are; a / begins another folder.",
                fallback = "{{ team }}/{{ applicationName }}")
        Template path,

        @Option("Where the folder or bucket can be read over HTTP; links to reports begin with it.")
        Optional<URI> publicUrl,

        @Option(value = "How many runs of each page are kept; older ones are deleted.", fallback = "5")
        int keep,

        @Option(value = "What is audited, for reports.", fallback = "{{ friendlyName }}")
        Template name,

        @Option(value = "Its version, for the names of files.", fallback = "{{ version }}")
        Template version,

        @Option(
                value = "Fields of the event that its report has too.",
                fallback = "[applicationName, friendlyName, cluster, team, slackChannels, version]")
        List<String> reported,

        @Option(value = "How to speak HTTP with the bucket.")
        Http.Settings http) {

    /** Lighthouse in a container. */
    public record Container(
            @Option("The image.") String image,

            @Option(value = "The program that runs containers, such as docker or podman.", fallback = "docker")
            String runtime,

            @Option("Arguments for its run command, such as --network=…, one per entry.")
            List<String> runArguments,

            @Option(
                    value =
                            "How the image learns the address: 'environment', as the variable URL, or 'arguments', as the"
                                    + " program lighthouse takes it.",
                    fallback = "environment")
            Takes takes) {

        public Container {
            if (image.isBlank() || image.startsWith("-")) {
                throw new IllegalArgumentException("image should be the name of an image");
            }
            runArguments = List.copyOf(runArguments);
        }
    }

    /** How an image learns what to audit. */
    public enum Takes {
        ENVIRONMENT,
        ARGUMENTS
    }

    /** Scores below which a report is worth a severity. */
    public record Limits(
            @Option("Below this it is critical.") Optional<Double> critical,
            @Option("Below this it is an error.") Optional<Double> error,
            @Option("Below this it is a warning.") Optional<Double> warning) {}

    /** A bucket. */
    public record Bucket(
            @Option("The bucket's name.") String name,

            @Option(value = "Its region.", fallback = "us-east-1")
            String region,

            @Option("Where the service is, when it is not Amazon's, such as https://minio.example.org.")
            Optional<URI> endpoint,

            @Option(value = "Whether the bucket's name is part of the path instead of the host.", fallback = "false")
            boolean pathStyle,

            @Option(value = "What the names of all objects begin with.", fallback = "lighthouse/")
            String prefix,

            @Option("Id of the access key. Without it, credentials are looked for as the AWS tools do.")
            Optional<Secret> accessKeyId,

            @Option("The secret of the access key.") Optional<Secret> secretAccessKey) {

        public Bucket {
            if (accessKeyId.isPresent() != secretAccessKey.isPresent()) {
                throw new IllegalArgumentException("access-key-id and secret-access-key belong together");
            }
            endpoint.ifPresent(uri -> web("endpoint", uri));
        }
    }

    public LighthouseOptions {
        command = List.copyOf(command);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        urls = List.copyOf(urls);
        hosts = List.copyOf(hosts);
        thresholds = Map.copyOf(thresholds);
        reported = List.copyOf(reported);
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("command should begin with a program");
        }
        if (folder.isPresent() == bucket.isPresent()) {
            throw new IllegalArgumentException("reports are kept either in a folder or in a bucket: name one of them");
        }
        if (keep < 1 || keep > 1000) {
            throw new IllegalArgumentException("keep should be between 1 and 1000, and is " + keep);
        }
        if (limit.compareTo(Duration.ofSeconds(1)) < 0 || limit.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("limit should be between 1s and 1h");
        }
        for (String category : thresholds.keySet()) {
            if (!Scores.known(category)) {
                throw new IllegalArgumentException(
                        "thresholds has '" + category + "', which is none of " + Scores.NAMES);
            }
        }
        publicUrl.ifPresent(uri -> web("public-url", uri));
    }

    private static void web(String option, URI uri) {
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(option + " should begin with http:// or https:// and a host");
        }
    }
}
