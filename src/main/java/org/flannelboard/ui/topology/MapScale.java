package org.flannelboard.ui.topology;

import java.util.Locale;

/** How much of each node the map has room for. */
enum MapScale {
  /** Whole cards, every link with its round-trip time. */
  FULL,
  /** Small cards; links of the selected node and broken ones alone. */
  COMPACT,
  /** Tiles in groups without links: 255 nodes would have 32,385 of them. */
  TILES;

  /** Beyond that many nodes the labels of crossing links would cover each other. */
  private static final int FEW = 4;

  /** Beyond that many nodes small cards no longer fit into a window side by side. */
  private static final int MANY = 48;

  static MapScale of(int nodes) {
    return nodes <= FEW ? FULL : nodes <= MANY ? COMPACT : TILES;
  }

  /** For style classes and message keys. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
