package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.List;

/** What a packet's way comes by: the nodes, and the points that count it. */
final class Walk {

  private static final Meter[] NO_METERS = {};

  private static final Epoch[] NO_EPOCHS = {};

  /** A ping there and back passes as many points where nothing is in its way. */
  private static final int USUAL = 48;

  private final List<Epoch> epochs = new ArrayList<>(4);
  private final List<Meter> each = new ArrayList<>(USUAL);
  private final List<Meter> opening = new ArrayList<>(4);

  /** A node or a network whose state decides over the way. */
  void by(Epoch epoch) {
    if (!epochs.contains(epoch)) {
      epochs.add(epoch);
    }
  }

  /** A point that counts each packet. */
  void pass(Meter meter) {
    each.add(meter);
  }

  /** A point that counts the first packet of a connection alone, as the nat table does. */
  void open(Meter meter) {
    opening.add(meter);
  }

  void pass(Machine at, Count count) {
    each.add(at.network().tally().of(count));
  }

  void pass(Machine at, String device, DeviceCount count) {
    each.add(at.network().tally().of(device, count));
  }

  /** The way as a whole. */
  Journey to(PacketPath.Fate fate) {
    return new Journey(
        fate, epochs.toArray(NO_EPOCHS), each.toArray(NO_METERS), opening.toArray(NO_METERS));
  }
}
