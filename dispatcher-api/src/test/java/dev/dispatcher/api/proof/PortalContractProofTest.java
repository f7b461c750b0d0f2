/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.PortalFactory;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.testkit.FakeContext;
import dev.dispatcher.api.testkit.FakeRequest;
import dev.dispatcher.api.testkit.PortalContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.Events;

/** Breaks a portal on purpose, in one way after the other, and looks at what the contract says. */
class PortalContractProofTest {

    private static volatile SamplePortal.Defect defect = SamplePortal.Defect.NONE;

    @TempDir
    Path folder;

    /** Not found by the build, which looks for names that end in Test. */
    static class SampleContract extends PortalContract<SamplePortal.Options> {

        @BeforeEach
        void forget() {
            SamplePortal.reset();
        }

        @Override
        protected PortalFactory<SamplePortal.Options> factory() {
            return defect == SamplePortal.Defect.NOT_IN_SERVICES
                    ? new SamplePortal.Unlisted()
                    : new SamplePortal.Factory(defect);
        }

        @Override
        protected SamplePortal.Options options() {
            return new SamplePortal.Options(new Secret("B3ARERT0KEN"));
        }

        @Override
        protected FakeRequest request(String message) {
            byte[] json = new FakeContext().json().write(Map.of("message", message));
            return FakeRequest.post("/in/here", "application/json", new String(json, StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource(SamplePortal.Defect.class)
    void exactlyTheIntendedChecksNotice(SamplePortal.Defect broken) throws Exception {
        defect = broken;
        Events events = run();
        assertThat(Proof.failed(events)).as(() -> Proof.reasons(events)).isEqualTo(new TreeSet<>(broken.noticedBy));
    }

    @Test
    void everyCheckIsShownToNoticeSomething() throws Exception {
        defect = SamplePortal.Defect.NONE;
        Set<String> noticed = new TreeSet<>();
        for (SamplePortal.Defect broken : SamplePortal.Defect.values()) {
            noticed.addAll(broken.noticedBy);
        }
        assertThat(Proof.names(run())).isEqualTo(noticed);
    }

    private Events run() throws Exception {
        return Proof.run(SampleContract.class, PortalFactory.class, SamplePortal.Factory.class, folder);
    }
}
