/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.Events.Format;
import dev.dispatcher.api.Events.Reading;
import dev.dispatcher.api.Template;
import dev.dispatcher.core.event.Counts;
import dev.dispatcher.core.event.EventReader;
import dev.dispatcher.core.event.Ids;
import dev.dispatcher.core.event.Limits;
import dev.dispatcher.core.template.Templates;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An event's way from bytes, and back to bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParsingBenchmark {

    private static final int MANY = 100;
    private static final String EVENT =
            "{\"id\":\"E1\",\"timestamp\":\"2026-11-20T10:15:30Z\",\"kind\":\"app.request\","
                    + "\"severity\":\"info\",\"host\":\"web-1.example.org\",\"region\":\"eu-1\",\"count\":1000,\"ratio\":0.5,"
                    + "\"message\":\"something that people may want to know " + "x".repeat(100) + "\"}";
    private static final byte[] ONE = EVENT.getBytes(UTF_8);
    private static final byte[] ARRAY =
            ("[" + String.join(",", Collections.nCopies(MANY, EVENT)) + "]").getBytes(UTF_8);
    private static final byte[] LINES =
            String.join("\n", Collections.nCopies(MANY, EVENT)).getBytes(UTF_8);

    private final ObjectMapper mapper = new ObjectMapper();
    private final ObjectReader map = mapper.readerFor(LinkedHashMap.class);
    private final ObjectReader maps =
            mapper.readerFor(mapper.getTypeFactory().constructCollectionType(List.class, LinkedHashMap.class));
    private final Clock clock = Clock.systemUTC();
    private final EventReader reader = new EventReader(Limits.DEFAULTS, clock, new Ids(clock), Counts.NONE);
    private final Event event = reader.read(ONE, Format.JSON).events().get(0);
    private final Event changed = event.with("message", "changed");
    private final Templates templates = new Templates(failure -> {});
    private final Template simple = templates.compile("{{ host }} in {{ region }}: {{ message }}");
    private final Template filtered = templates.compile("{{ host | upper }}: {{ message | abbreviate(40) }}");

    @Benchmark
    public Object mapOfOne() throws IOException {
        return map.readValue(ONE);
    }

    @Benchmark
    public Reading readOne() {
        return reader.read(ONE, Format.JSON);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object mapsOfArray() throws IOException {
        return maps.readValue(ARRAY);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public Reading readArray() {
        return reader.read(ARRAY, Format.JSON);
    }

    @Benchmark
    @OperationsPerInvocation(MANY)
    public Reading readLines() {
        return reader.read(LINES, Format.NDJSON);
    }

    /** A copy with another field, since an event keeps the bytes that it once had. */
    @Benchmark
    public byte[] changeAndWrite() {
        return changed.with("n", 1L).json();
    }

    @Benchmark
    public String simpleTemplate() {
        return simple.render(event, Template.Escape.NONE, () -> "");
    }

    @Benchmark
    public String filteredTemplate() {
        return filtered.render(event, Template.Escape.NONE, () -> "");
    }
}
