package org.flannelboard.practice;

/**
 * How often anything changed on a node, or of the underlay, that decides over packets. What was
 * computed of a packet's way holds until the next change on one of the nodes it comes by.
 */
final class Epoch {

  private long number;

  long number() {
    return number;
  }

  void advance() {
    number++;
  }
}
