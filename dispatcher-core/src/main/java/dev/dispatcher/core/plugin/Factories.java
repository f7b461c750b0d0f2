/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.plugin;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.SinkFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds and checks a plugin's factories. Each step runs code of others and is guarded by itself, so that one bad entry
 * hides no good one.
 */
final class Factories {

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]*");
    /** A services file that cannot be read fails at every step and never ends by itself. */
    private static final int MOST_PROBLEMS = 100;

    private final PluginFacts facts;
    private final List<String> problems;

    Factories(PluginFacts facts, List<String> problems) {
        this.facts = facts;
        this.problems = problems;
    }

    List<Found<SinkFactory<?>>> sinks(ClassLoader loader) {
        List<SinkFactory<?>> factories = new ArrayList<>();
        for (Object each : load(SinkFactory.class, loader)) {
            factories.add((SinkFactory<?>) each);
        }
        return checkSinks(factories);
    }

    List<Found<PortalFactory<?>>> portals(ClassLoader loader) {
        List<PortalFactory<?>> factories = new ArrayList<>();
        for (Object each : load(PortalFactory.class, loader)) {
            factories.add((PortalFactory<?>) each);
        }
        return checkPortals(factories);
    }

    List<Found<SinkFactory<?>>> checkSinks(List<SinkFactory<?>> factories) {
        return check(factories, SinkFactory::type, SinkFactory::options, "delivery");
    }

    List<Found<PortalFactory<?>>> checkPortals(List<PortalFactory<?>> factories) {
        return check(factories, PortalFactory::type, PortalFactory::options, "intake");
    }

    private List<Object> load(Class<?> service, ClassLoader loader) {
        List<Object> found = new ArrayList<>();
        Iterator<?> services = ServiceLoader.load(service, loader).iterator();
        boolean more = true;
        while (more && problems.size() < MOST_PROBLEMS) {
            try {
                more = services.hasNext();
                if (more) {
                    found.add(services.next());
                }
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                problems.add(explain(e));
            }
        }
        return found;
    }

    private String explain(Throwable e) {
        if (e instanceof LinkageError error) {
            return facts.explain(error);
        }
        String message = String.valueOf(e.getMessage()).replace("dev.dispatcher.api.", "");
        Throwable cause = e.getCause();
        if (cause instanceof LinkageError error && !(cause instanceof ExceptionInInitializerError)) {
            return message + ": " + facts.explain(error);
        }
        if (message.endsWith(" not found")) {
            return message + ": META-INF/services names a class that is not there";
        }
        return e instanceof ServiceConfigurationError
                ? message + (cause == null ? "" : ": " + root(cause))
                : e.toString();
    }

    private static Throwable root(Throwable e) {
        return e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
    }

    private <F> List<Found<F>> check(
            List<F> factories,
            Function<F, @Nullable String> type,
            Function<F, @Nullable Class<?>> options,
            String reserved) {
        List<Found<F>> good = new ArrayList<>();
        for (F factory : factories) {
            try {
                good.add(new Found<>(
                        factory, checkType(type.apply(factory)), OptionsCheck.check(options.apply(factory), reserved)));
            } catch (LinkageError e) {
                problems.add(nameOf(factory) + ": " + facts.explain(e));
            } catch (Refusal e) {
                problems.add(nameOf(factory) + ": " + e.getMessage());
            } catch (Exception | AssertionError | StackOverflowError e) {
                problems.add(nameOf(factory) + " cannot say its type and options: " + e);
            }
        }
        return good;
    }

    private static String checkType(@Nullable String type) throws Refusal {
        if (type == null || type.isBlank()) {
            throw new Refusal("type() must be a word, not " + (type == null ? "null" : "empty"));
        }
        if (!TYPE.matcher(type).matches()) {
            throw new Refusal("type() must be lower-case letters, digits and hyphens, beginning with a letter, not '"
                    + type + "'");
        }
        return type;
    }

    private static String nameOf(Object factory) {
        return factory.getClass().getName();
    }

    /** What is wrong with a factory. */
    static final class Refusal extends Exception {
        Refusal(String message) {
            super(message);
        }
    }
}
