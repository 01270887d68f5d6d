package org.flannelboard.practice;

import java.util.Locale;

/**
 * What a kernel counts of a device: /proc/net/dev (proc_net(5)), and what ip(8) shows beside it.
 */
enum DeviceCount {
  RX,
  TX,
  RX_ERROR,
  TX_ERROR,
  RX_DROPPED,
  TX_DROPPED,
  TX_CARRIER,
  /** Frames to another's hardware address. */
  OTHER_HOST;

  /** As it is called among {@link org.flannelboard.node.facts.Counters}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
