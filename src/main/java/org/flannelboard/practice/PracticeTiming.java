package org.flannelboard.practice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long things take in a practice cluster.
 *
 * @param pauses passes the simulated time
 * @param exchange a question to a node and its answer
 * @param unitChange starting, stopping or restarting a unit, on top of the exchange
 * @param perMegabyte sending a file, on top of the exchange
 * @param pacer paces ping rounds; null for real time on a thread of the cluster's own
 */
public record PracticeTiming(
    Pauses pauses,
    Duration exchange,
    Duration unitChange,
    Duration perMegabyte,
    @Nullable Pacer pacer) {

  /** Operations take no time; ping rounds come in real time. */
  public static PracticeTiming instant() {
    return new PracticeTiming(Pauses.none(), Duration.ZERO, Duration.ZERO, Duration.ZERO, null);
  }

  /** About what a LAN and a small server take, so that progress can be seen. */
  public static PracticeTiming lan(Pauses pauses) {
    return new PracticeTiming(
        pauses, Duration.ofMillis(15), Duration.ofMillis(350), Duration.ofMillis(20), null);
  }

  /** The same with ping rounds paced by somebody else. */
  public PracticeTiming pacedBy(Pacer other) {
    return new PracticeTiming(pauses, exchange, unitChange, perMegabyte, other);
  }
}
