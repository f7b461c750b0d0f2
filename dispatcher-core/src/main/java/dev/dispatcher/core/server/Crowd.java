/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.core.server.HttpCounts.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.StreamConnection;

/**
 * Counts the open connections of each address, so that one sender who opens many and says nothing does not keep the others
 * out. Trusted proxies, which bring many senders, are not counted. Any number of threads.
 */
final class Crowd {

    private final int most;
    private final Predicate<InetAddress> proxy;
    private final HttpCounts counts;
    private final ConcurrentHashMap<Object, Integer> open = new ConcurrentHashMap<>();

    /**
     * @param most of one address; 0 for any number
     */
    Crowd(int most, Predicate<InetAddress> proxy, HttpCounts counts) {
        this.most = most;
        this.proxy = proxy;
        this.counts = counts;
    }

    /** Closes a connection that is one too many; hands any other on, and lets go of it when it closes. */
    void admit(StreamConnection connection, Runnable handOn, Runnable refuse) {
        InetAddress address = connection.getPeerAddress(InetSocketAddress.class).getAddress();
        if (most == 0 || proxy.test(address)) {
            handOn.run();
            return;
        }
        Object sender = Rate.address(address);
        if (open.merge(sender, 1, Integer::sum) > most) {
            leave(sender);
            counts.refuse(Reason.CONNECTIONS);
            refuse.run();
            return;
        }
        handOn.run();
        // whoever serves the connection has a listener of his own by now
        ChannelListener<? super StreamConnection> before = connection.getCloseListener();
        AtomicBoolean left = new AtomicBoolean();
        connection.setCloseListener(closed -> {
            leaveOnce(sender, left);
            ChannelListeners.invokeChannelListener(closed, before);
        });
        if (!connection.isOpen()) {
            leaveOnce(sender, left);
        }
    }

    private void leaveOnce(Object sender, AtomicBoolean left) {
        if (left.compareAndSet(false, true)) {
            leave(sender);
        }
    }

    private void leave(Object sender) {
        open.computeIfPresent(sender, (name, count) -> count == 1 ? null : count - 1);
    }
}
