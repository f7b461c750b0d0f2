/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.aspen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Event;
import dev.dispatcher.api.Route;
import dev.dispatcher.api.testkit.CollectingSink;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.core.config.BindContext;
import dev.dispatcher.core.config.Binder;
import dev.dispatcher.core.config.Mistakes;
import dev.dispatcher.core.config.Node;
import dev.dispatcher.core.config.Substitution;
import dev.dispatcher.core.config.YamlReader;
import dev.dispatcher.core.template.Templates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A portal of the host's real options and templates, and what it hands to intake. */
final class Aspen {

    final FakeContext context = new FakeContext();
    final CollectingSink intake = new CollectingSink();

    Aspen(String yaml) {
        try {
            new AspenPortalFactory().create(options(yaml), context).start(intake);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Read as the host reads them, defaults included. */
    static AspenOptions options(String yaml) {
        Mistakes mistakes = new Mistakes();
        Node node = YamlReader.read("test", yaml, new Substitution(name -> null, Path.of("")), mistakes);
        Templates templates = new Templates(failure -> {
            throw new AssertionError(failure);
        });
        BindContext context = new BindContext("test", mistakes, templates::compile, Path.of(""), secret -> {});
        AspenOptions options = Binder.bind(node, AspenOptions.class, "aspen", context, Set.of());
        assertThat(mistakes.sorted()).isEmpty();
        return Objects.requireNonNull(options);
    }

    Route.Response put(String what, String body) {
        return send("PUT", what, "application/json", body);
    }

    Route.Response send(String method, String what, String type, String body) {
        try {
            return context.call(FakeRequest.of(method, "/api/v1/" + what)
                    .with("Content-Type", type)
                    .body(body.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The event of a deployment that is taken. */
    Event deployed(Map<String, ?> deployment) {
        Route.Response answer = put("deployment", new String(context.json().write(deployment), StandardCharsets.UTF_8));
        assertThat(answer.status()).as(text(answer)).isEqualTo(200);
        return last();
    }

    /** The event of a deployment with these changes to one of an application called shop. */
    Event deployed(String... fields) {
        return deployed(deployment(fields));
    }

    static Map<String, Object> deployment(String... fields) {
        Map<String, Object> deployment = new java.util.LinkedHashMap<>();
        deployment.put("applicationName", "shop");
        deployment.put("cluster", "active");
        deployment.put("version", "1.2.3_abc");
        deployment.put("imageName", "shop-image");
        deployment.put("applicationPath", "/shop");
        for (int i = 0; i < fields.length; i += 2) {
            deployment.put(fields[i], fields[i + 1]);
        }
        return deployment;
    }

    Event last() {
        return intake.events().get(intake.events().size() - 1);
    }

    static String text(Route.Response answer) {
        return new String(((Route.Bytes) answer.body()).bytes(), StandardCharsets.UTF_8);
    }

    Object json(Route.Response answer) {
        try {
            return context.json().read(((Route.Bytes) answer.body()).bytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
