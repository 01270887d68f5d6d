package org.flannelboard.practice;

/** Something that goes on over a connection to a practice node, until it or the connection ends. */
interface NodeStream {

  /** Whether it came to its end. */
  boolean isOver();

  /** Ends it. */
  void close();
}
