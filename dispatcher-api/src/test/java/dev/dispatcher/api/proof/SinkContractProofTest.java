/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dispatcher.api.Http;
import dev.dispatcher.api.Secret;
import dev.dispatcher.api.SinkFactory;
import dev.dispatcher.api.testkit.HttpSinkContract;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.Events;

/** Breaks a sink on purpose, in one way after the other, and looks at what the contract says. */
class SinkContractProofTest {

    private static volatile SampleDefect defect = SampleDefect.NONE;

    @TempDir
    Path folder;

    /** Not found by the build, which looks for names that end in Test. */
    static class SampleContract extends HttpSinkContract<SampleFactory.Options> {

        @Override
        protected SinkFactory<SampleFactory.Options> factory() {
            return defect == SampleDefect.NOT_IN_SERVICES
                    ? new SampleFactory.Unlisted(defect)
                    : new SampleFactory(defect);
        }

        @Override
        protected SampleFactory.Options options(URI address) {
            return new SampleFactory.Options(address, new Secret("B3ARERT0KEN"), Http.Settings.DEFAULTS);
        }
    }

    @ParameterizedTest
    @EnumSource(SampleDefect.class)
    void exactlyTheIntendedChecksNotice(SampleDefect broken) throws Exception {
        defect = broken;
        Events events = Proof.run(SampleContract.class, SinkFactory.class, SampleFactory.class, folder);
        assertThat(Proof.failed(events)).as(() -> Proof.reasons(events)).isEqualTo(new TreeSet<>(broken.noticedBy));
        assertThat(events.started().count()).isGreaterThan(40);
        assertThat(events.skipped().count() + events.aborted().count()).isZero();
    }

    @Test
    void everyCheckIsShownToNoticeSomething() throws Exception {
        defect = SampleDefect.NONE;
        Events events = Proof.run(SampleContract.class, SinkFactory.class, SampleFactory.class, folder);
        Set<String> noticed = new TreeSet<>();
        EnumSet.allOf(SampleDefect.class).forEach(broken -> noticed.addAll(broken.noticedBy));
        assertThat(Proof.names(events)).isEqualTo(noticed);
    }
}
