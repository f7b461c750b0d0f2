/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.metrics;

/** Why a delivery was never tried: the closed list behind the {@code reason} label of dropped deliveries. */
public enum Dropped {
    /** The queue was full; the one that waited longest. */
    OLDEST,
    /** The queue was full; the one that had just come. */
    NEWEST,
    /** One that is larger than the whole queue. */
    TOO_LARGE,
    /** {@code dry-run} is on: nothing is delivered. */
    DRY_RUN,
    /** Its sink went, or the dispatcher stopped, and it lies on the disk for when they are back ({@code overflow: spill}). */
    LEFT_ON_DISK
}
