/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.server;

import dev.dispatcher.api.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the server speaks TLS: 1.2 and newer. */
public record TlsOptions(
        @Option("The server's certificate, then its chain, as a PEM file. It is read again when it changes.")
        Path certificate,

        @Option("The server's private key, as a PEM file: RSA or EC, not encrypted. It is read again when it changes.")
        Path key,

        @Option("Who vouches for clients: certificates as a PEM file. It is read again when it changes.")
        Optional<Path> clientCa,

        @Option(
                value = "Whether clients show a certificate: none does, optional ones are checked when they are shown,"
                        + " required ones must be shown.",
                fallback = "none")
        ClientAuth clientAuth) {

    /** Whether clients show a certificate. */
    public enum ClientAuth {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    public TlsOptions {
        if (clientAuth != ClientAuth.NONE && clientCa.isEmpty()) {
            throw new IllegalArgumentException("client-auth needs client-ca: who vouches for the clients");
        }
        if (clientAuth == ClientAuth.NONE && clientCa.isPresent()) {
            throw new IllegalArgumentException("client-ca does nothing without client-auth: optional or required");
        }
    }

    List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(certificate, key));
        clientCa.ifPresent(files::add);
        return files;
    }
}
