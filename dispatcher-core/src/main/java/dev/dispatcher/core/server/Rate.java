/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often each caller may come: a bucket of tokens each, which holds one second's worth. Of a bucket only the moment is
 * kept at which it is full again. Memory is bounded: beyond a number of callers at once, new ones share one bucket.
 */
final class Rate {

    private static final int MOST_CALLERS = 10_000;
    private static final long SECOND = 1_000_000_000L;

    private final ConcurrentMap<Object, AtomicLong> fullAt = new ConcurrentHashMap<>();
    private final int most;
    private final long interval;
    private final LongSupplier nanoTime;
    private final AtomicLong sweptAt;
    private final AtomicLong others;

    /** @param perSecond 0 for any number */
    Rate(int perSecond) {
        this(perSecond, MOST_CALLERS, System::nanoTime);
    }

    Rate(int perSecond, int most, LongSupplier nanoTime) {
        this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
        this.most = most;
        this.nanoTime = nanoTime;
        this.sweptAt = new AtomicLong(nanoTime.getAsLong() - SECOND);
        this.others = new AtomicLong(nanoTime.getAsLong());
    }

    boolean limits() {
        return interval > 0;
    }

    /** Who an address stands for: of IPv6 the network, in which one machine has as many addresses as it likes. */
    static Object address(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address : ByteBuffer.wrap(bytes).getLong();
    }

    /** 0 when the caller may come in now, else after how many seconds it may. */
    long ask(Object caller) {
        if (!limits()) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        AtomicLong bucket = bucket(caller, now);
        while (true) {
            long full = bucket.get();
            long ahead = Math.max(0, full - now) + interval;
            if (ahead > SECOND) {
                return Math.max(1, (ahead - 1) / SECOND);
            }
            if (bucket.compareAndSet(full, now + ahead)) {
                return 0;
            }
        }
    }

    private AtomicLong bucket(Object caller, long now) {
        AtomicLong known = fullAt.get(caller);
        if (known != null) {
            return known;
        }
        if (fullAt.size() >= most) {
            forgetFull(now);
            if (fullAt.size() >= most) {
                return others;
            }
        }
        return fullAt.computeIfAbsent(caller, fresh -> new AtomicLong(now));
    }

    /** A full bucket is as good as none. Not more often than it can matter. */
    private void forgetFull(long now) {
        long swept = sweptAt.get();
        if (now - swept >= SECOND && sweptAt.compareAndSet(swept, now)) {
            fullAt.values().removeIf(full -> full.get() - now <= 0);
        }
    }

    int callers() {
        return fullAt.size();
    }
}
