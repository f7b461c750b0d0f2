/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.kapacitor;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.Template;
import dev.dispatcher.api.testkit.FakeTemplate;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options for tests, said as far as they differ from the defaults. */
final class Kapacitors {

    URI url;
    KapacitorOptions.Api api = KapacitorOptions.Api.KAPACITOR;
    Optional<String> database = Optional.of("events");
    Optional<String> retentionPolicy = Optional.empty();
    Optional<String> org = Optional.empty();
    Optional<String> bucket = Optional.empty();
    Optional<KapacitorOptions.Basic> basic = Optional.empty();
    Optional<Secret> token = Optional.empty();
    Template measurement = FakeTemplate.of("{{ kind }}");
    List<String> tags = List.of("source", "severity");
    Map<String, Template> extraTags = new LinkedHashMap<>();
    List<String> fields = List.of();
    KapacitorOptions.Integers integers = KapacitorOptions.Integers.FLOAT;
    KapacitorOptions.Precision precision = KapacitorOptions.Precision.NS;
    boolean distinct = true;

    static Kapacitors at(URI url) {
        Kapacitors kapacitors = new Kapacitors();
        kapacitors.url = url;
        return kapacitors;
    }

    Kapacitors influx2() {
        api = KapacitorOptions.Api.INFLUXDB2;
        database = Optional.empty();
        org = Optional.of("my org");
        bucket = Optional.of("b&c");
        return this;
    }

    KapacitorOptions options() {
        return new KapacitorOptions(
                url,
                api,
                database,
                retentionPolicy,
                org,
                bucket,
                basic,
                token,
                measurement,
                tags,
                extraTags,
                fields,
                integers,
                precision,
                distinct,
                Http.Settings.DEFAULTS);
    }
}
