/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks names up, within the time for connecting and with an ear for interrupts, which the JDK's look-up has not. With
 * {@code guarded} it gives out no address that {@link AddressGuard} refuses; what it gives out is what is connected to.
 */
final class Resolver implements DnsResolver {

    /** The name leads to an address that an event may not send us to. */
    static final class RefusedAddress extends UnknownHostException {

        private static final long serialVersionUID = 1;

        RefusedAddress(String host) {
            super(host + " is a loopback, link-local or private address, which an event may not choose"
                    + " unless the sink says allow-private: true");
        }
    }

    private final ExecutorService threads;
    private final Duration most;
    private final boolean guarded;

    Resolver(ExecutorService threads, Duration most, boolean guarded) {
        this.threads = threads;
        this.most = most;
        this.guarded = guarded;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> lookup = threads.submit(() -> InetAddress.getAllByName(host));
        InetAddress[] addresses;
        try {
            addresses = lookup.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownHostException(host);
        } finally {
            lookup.cancel(true);
        }
        if (guarded && Arrays.stream(addresses).anyMatch(AddressGuard::refuses)) {
            throw new RefusedAddress(host);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
