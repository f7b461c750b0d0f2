/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Option;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of {@code type: kapacitor}. */
public record KapacitorOptions(
        @Option("Where the server listens, such as http://127.0.0.1:9092; with or without a slash at the end.")
        URI url,

        @Option(
                value = "Whose write API is spoken: kapacitor, influxdb1 (/write) or influxdb2 (/api/v2/write).",
                fallback = "kapacitor")
        Api api,

        @Option("The database; required for kapacitor and influxdb1.")
        Optional<String> database,

        @Option("The retention policy, for kapacitor and influxdb1; the server's default when it is not given.")
        Optional<String> retentionPolicy,

        @Option("The organization, its name or id; for influxdb2.")
        Optional<String> org,

        @Option("The bucket, its name or id; required for influxdb2.")
        Optional<String> bucket,

        @Option("User name and password.") Optional<Basic> basic,

        @Option("A token; sent as Authorization: Token to influxdb2, as Bearer to the others.")
        Optional<Secret> token,

        @Option(value = "The name of the measurement.", fallback = "{{ kind }}")
        Template measurement,

        @Option(
                value = "The event's fields that become tags, which are texts and indexed: keep to few values.",
                fallback = "[source, severity]")
        List<String> tags,

        @Option("More tags by name; a tag whose value is empty is left out.")
        Map<String, Template> extraTags,

        @Option("The event's fields that become fields of the point; when none is given, all that are not tags.")
        List<String> fields,

        @Option(
                value = "How integers are written: float, so that 1 and later 1.5 have the same type, or integer.",
                fallback = "float")
        Integers integers,

        @Option(value = "The precision of times: ns, us, ms or s.", fallback = "ns")
        Precision precision,

        @Option(
                value =
                        "Whether events of the same moment and tags stay different points: with precision ns, the id decides"
                                + " the digits below a millisecond where the event's time has none.",
                fallback = "true")
        boolean distinct,

        @Option("How to speak HTTP.") Http.Settings http) {

    /** Write APIs. */
    public enum Api {
        KAPACITOR,
        INFLUXDB1,
        INFLUXDB2
    }

    /** How integers are written. */
    public enum Integers {
        FLOAT,
        INTEGER
    }

    /** Units of a point's time. */
    public enum Precision {
        NS("n", 1),
        US("u", 1_000),
        MS("ms", 1_000_000),
        S("s", 1_000_000_000);

        /** As version 1 of the API spells it; version 2 says ns and us. */
        final String old;

        final long nanos;

        Precision(String old, long nanos) {
            this.old = old;
            this.nanos = nanos;
        }
    }

    /** Basic authentication. */
    public record Basic(
            @Option("The user's name.") String user,
            @Option("The password.") Secret password) {

        public Basic {
            if (user.contains(":")) {
                throw new IllegalArgumentException("user must not contain a colon");
            }
        }
    }

    public KapacitorOptions {
        Addresses.checked("url", url);
        if (api == Api.INFLUXDB2) {
            if (bucket.isEmpty()) {
                throw new IllegalArgumentException("api: influxdb2 needs a bucket");
            }
            if (database.isPresent() || retentionPolicy.isPresent()) {
                throw new IllegalArgumentException("database and retention-policy are not for api: influxdb2");
            }
        } else {
            if (database.isEmpty()) {
                throw new IllegalArgumentException("database is required, unless api is influxdb2");
            }
            if (org.isPresent() || bucket.isPresent()) {
                throw new IllegalArgumentException("org and bucket are for api: influxdb2 only");
            }
        }
        if (basic.isPresent() && token.isPresent()) {
            throw new IllegalArgumentException("basic and token exclude each other: both are the Authorization header");
        }
        for (String tag : tags) {
            if (extraTags.containsKey(tag)) {
                throw new IllegalArgumentException("the tag " + tag + " is in tags and in extra-tags");
            }
        }
    }

    /** Without what may be a secret. */
    @Override
    public String toString() {
        return "kapacitor options with api " + api + ", precision " + precision + ", tags " + tags + ", fields "
                + fields;
    }
}
