/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a sink. Those of a batch share it when it went well.
 *
 * @param failure null when the sink took it
 */
public record Attempt(Instant at, Duration took, @Nullable Failure failure) {}
