/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.client;

import dev.dispatcher.api.Http;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * Says why no answer came, by host and port only. Messages of the client library are not passed on where they could quote
 * the request: its path may be a secret.
 */
final class Failures {

    private Failures() {}

    static IOException late(String where, Duration timeout) {
        return new IOException("no whole answer from " + where + " within " + timeout.toMillis() + " ms");
    }

    static IOException of(Throwable cause, String where) {
        if (cause instanceof Resolver.RefusedAddress) {
            return new Http.RefusedAddressException(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof UnknownHostException) {
            return new IOException("the name in " + where + " has no address", cause);
        }
        if (cause instanceof ConnectTimeoutException) {
            return new IOException("no connection to " + where + " in time", cause);
        }
        if (cause instanceof ConnectionRequestTimeoutException) {
            return new IOException("all connections to " + where + " were busy for too long");
        }
        if (cause instanceof SocketTimeoutException) {
            return new IOException("no answer from " + where + " in time", cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new IOException("no connection to " + where + ": refused or unreachable", cause);
        }
        if (cause instanceof SSLException) {
            return new IOException("TLS with " + where + " failed: " + cause.getMessage(), cause);
        }
        if (cause instanceof NoHttpResponseException || cause instanceof SocketException) {
            return new IOException(where + " closed the connection without an answer", cause);
        }
        return new IOException(
                "the exchange with " + where + " broke off (" + cause.getClass().getSimpleName() + ")");
    }
}
