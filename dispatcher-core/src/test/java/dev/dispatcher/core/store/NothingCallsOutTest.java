/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library that makes the tables would tell its maker; here it has to ask which proxy to use first. */
class NothingCallsOutTest {

    @TempDir
    Path folder;

    @Test
    void makingTablesAsksNobodyOnTheNetwork() throws Exception {
        List<URI> asked = new CopyOnWriteArrayList<>();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", 9)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
        try {
            try {
                new URL("http://somewhere.invalid/").openStream().close();
            } catch (IOException expected) {
                assertThat(asked).as("what would be asked is seen").hasSize(1);
            }
            asked.clear();
            try (Store store = new Store(StoreAddress.embedded(folder, 2), Clock.systemUTC())) {
                assertThat(Stores.first(
                                store.lend(Stores.notes("store/notes-more.xml")), "select count(*) from notes_page"))
                        .isEqualTo("0");
            }
            assertThat(asked).isEmpty();
        } finally {
            ProxySelector.setDefault(before);
        }
    }
}
