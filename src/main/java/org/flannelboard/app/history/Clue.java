package org.flannelboard.app.history;

import java.util.Comparator;

/**
 * Something that happened shortly before a cell went red.
 *
 * @param near whether it concerns one of the pair's ends, or all nodes
 */
public record Clue(Event event, boolean near) {

  /**
   * The likeliest first: at the pair's ends before elsewhere, what was done before what was seen,
   * then the latest.
   */
  static final Comparator<Clue> LIKELIEST =
      Comparator.comparing((Clue clue) -> !clue.near)
          .thenComparing(clue -> !clue.event.deed())
          .thenComparing(clue -> clue.event.at(), Comparator.reverseOrder());
}
