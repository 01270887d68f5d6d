package org.flannelboard.practice;

/** How many packets passed one point of a practice kernel. */
final class Meter {

  private long count;

  void add() {
    count++;
  }

  long count() {
    return count;
  }
}
