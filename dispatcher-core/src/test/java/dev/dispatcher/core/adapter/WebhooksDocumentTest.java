/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.core.config.Mistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on webhooks shows works as it says. */
class WebhooksDocumentTest {

    private static final Path PAGE = Path.of("..", "docs", "portals", "webhooks.md");
    private static final Pattern FILE =
            Pattern.compile("```yaml\\n# conf/adapters/(\\w+)\\.yaml(.*?)```", Pattern.DOTALL);

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    @Test
    void itsAdaptersAreRead() throws IOException {
        Matcher file = FILE.matcher(page());
        int read = 0;
        while (file.find()) {
            Mistakes mistakes = new Mistakes();
            Asked.set(mistakes, Map.of("GITHUB_SECRET", "s"), file.group(1), "#" + file.group(2));
            assertThat(mistakes.sorted()).as(file.group(1)).isEmpty();
            read++;
        }
        assertThat(read).isEqualTo(2);
    }

    @Test
    void itsExampleMakesTheEventsItSpeaksOf() throws Exception {
        Matcher file = FILE.matcher(page());
        String yaml = "";
        while (file.find()) {
            yaml = "#" + file.group(2);
        }
        String sample = yaml.lines()
                .filter(line -> line.startsWith("# {"))
                .findFirst()
                .orElseThrow()
                .substring(2);
        List<Event> events = Asked.read(Asked.own(yaml), sample);
        assertThat(events).hasSize(1);
        assertThat(events.get(0).message()).isEqualTo("DNS in eu");
        assertThat(events.get(0).kind()).isEqualTo("urn:check:passed");
        assertThat(events.get(0).severity()).contains("error");
    }

    @Test
    void itNamesEveryAdapterThereIs() throws IOException {
        String page = page();
        assertThat(AdapterSet.builtIn().names()).allMatch(name -> page.contains("| `" + name + "` |"));
    }
}
