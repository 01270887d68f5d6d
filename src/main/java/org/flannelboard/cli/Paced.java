package org.flannelboard.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/** Hands on one snapshot in each period, by the snapshots' own times. */
final class Paced {

  private final Consumer<MatrixSnapshot> target;
  private final Duration period;
  private Instant next = Instant.MIN;

  Paced(Consumer<MatrixSnapshot> target, Duration period) {
    this.target = target;
    this.period = period;
  }

  void accept(MatrixSnapshot snapshot) {
    if (!snapshot.at().isBefore(next)) {
      target.accept(snapshot);
      next = snapshot.at().plus(period);
    }
  }
}
