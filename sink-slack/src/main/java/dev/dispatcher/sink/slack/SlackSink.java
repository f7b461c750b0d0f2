/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.slack;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Event;
import dev.dispatcher.api.PluginContext;
import dev.dispatcher.api.Sink;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends each batch as messages, and many events for one channel as few. */
final class SlackSink implements Sink {

    /** The first message, or the right to change it, is gone: a new one then takes its place. */
    private static final Set<String> LOST = Set.of(
            "message_not_found",
            "thread_not_found",
            "cannot_reply_to_message",
            "cant_update_message",
            "edit_window_closed",
            "invalid_thread_ts");

    private static final int UNFINISHED = 1000;

    private final SlackOptions options;
    private final PluginContext context;
    private final Api api;
    private final Channels channels;
    private final Messages messages;
    private final Threads threads;
    private final Pace pace;
    /** Of events with several channels, some of which failed: those that have it already. */
    private final Recent<Event, Set<String>> unfinished = new Recent<>(UNFINISHED);

    SlackSink(SlackOptions options, PluginContext context) {
        this.options = options;
        this.context = context;
        this.api = new Api(options, context);
        this.channels = new Channels(options, context);
        this.messages = new Messages(options, context);
        this.threads = new Threads(options);
        this.pace = new Pace(options.interval(), System::nanoTime);
    }

    @Override
    public void deliver(List<Event> batch) throws DeliveryException, InterruptedException {
        Round round = new Round(batch, options.digest().above());
        for (int at = 0; at < batch.size(); at++) {
            try {
                Event event = batch.get(at);
                Set<String> done = unfinished.get(event);
                for (String channel : channels.of(event)) {
                    if (done == null || !done.contains(channel)) {
                        round.add(channel, at, changes(channel, event));
                    }
                }
            } catch (DeliveryException e) {
                round.failed(at, e);
            }
        }
        round.run(this::send);
        round.settle(unfinished);
    }

    /** Whether the event changes a message rather than being a new one, for which there is another limit. */
    private boolean changes(String channel, Event event) {
        String subject = threads.subject(event);
        return !subject.isEmpty()
                && options.update() != SlackOptions.Update.NEVER
                && (options.update() == SlackOptions.Update.ALWAYS || threads.closes(event))
                && threads.root(channel, subject) != null;
    }

    private void send(String channel, List<Event> events) throws DeliveryException, IOException, InterruptedException {
        if (events.size() == 1) {
            one(channel, events.get(0));
            return;
        }
        post(channel, messages.digest(events), Set.of());
        context.counter("digests").increment();
        context.counter("digested").add(events.size());
    }

    private void one(String channel, Event event) throws DeliveryException, IOException, InterruptedException {
        String subject = threads.subject(event);
        Threads.Root root = subject.isEmpty() ? null : threads.root(channel, subject);
        if (root == null || !added(channel, event, subject, root)) {
            Map<?, ?> posted = post(channel, messages.created(event), Set.of());
            if (!subject.isEmpty() && !threads.closes(event)) {
                threads.remember(channel, subject, posted);
            }
        }
    }

    /** False where the thread is gone; it is forgotten then. */
    private boolean added(String channel, Event event, String subject, Threads.Root root)
            throws DeliveryException, IOException, InterruptedException {
        boolean closes = threads.closes(event);
        boolean changes = changes(channel, event);
        boolean there = true;
        if (changes) {
            Map<String, Object> changed = messages.changed(event);
            changed.put("channel", root.channel());
            changed.put("ts", root.time());
            there = ok(api.update(changed, LOST));
        }
        if (there && (!changes || (closes && options.announceClose()))) {
            Map<String, Object> reply = messages.created(event);
            reply.put("thread_ts", root.time());
            there = ok(post(root.channel(), reply, LOST));
        }
        if (closes || !there) {
            threads.forget(channel, subject);
        }
        return there;
    }

    private Map<?, ?> post(String channel, Map<String, Object> message, Set<String> tolerated)
            throws DeliveryException, IOException, InterruptedException {
        if (!channel.equals(Channels.OWN)) {
            message.put("channel", channel);
        }
        pace.await(channel);
        return api.post(message, tolerated);
    }

    private static boolean ok(Map<?, ?> answer) {
        return !Boolean.FALSE.equals(answer.get("ok"));
    }

    /** How many threads are known now. */
    int threads() {
        return threads.size();
    }

    @Override
    public String toString() {
        return "slack";
    }
}
