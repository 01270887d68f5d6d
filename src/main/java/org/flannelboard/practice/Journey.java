package org.flannelboard.practice;

import org.flannelboard.practice.PacketPath.Fate;

/**
 * The way a packet takes, and its answer's, for as long as nothing changes: computed once, taken as
 * often as a prober sends.
 */
final class Journey {

  private final Fate fate;
  private final Meter[] each;
  private final Meter[] opening;
  private final Epoch[] epochs;
  private final long[] numbers;

  /**
   * @param epochs those of what it depends on
   * @param each what counts every packet
   * @param opening what counts the first of a connection
   */
  Journey(Fate fate, Epoch[] epochs, Meter[] each, Meter[] opening) {
    this.fate = fate;
    this.each = each;
    this.opening = opening;
    this.epochs = epochs;
    this.numbers = new long[epochs.length];
    for (int i = 0; i < epochs.length; i++) {
      numbers[i] = epochs[i].number();
    }
  }

  /** Whether nothing has changed that it depends on. */
  boolean holds() {
    for (int i = 0; i < epochs.length; i++) {
      if (epochs[i].number() != numbers[i]) {
        return false;
      }
    }
    return true;
  }

  /** Sends the first packet of a connection. */
  Fate open() {
    for (Meter meter : opening) {
      meter.add();
    }
    return go();
  }

  /** Sends one more of it. */
  Fate go() {
    for (Meter meter : each) {
      meter.add();
    }
    return fate;
  }
}
