package org.flannelboard.node;

import java.util.Optional;

/** A unit's journal, followed on a node. */
public interface JournalStream extends AutoCloseable {

  /** Waits for the end: empty after {@link #close}, else what broke it. */
  Optional<NodeFailure> awaitEnd() throws InterruptedException;

  /** Ends the following on the node. */
  @Override
  void close();
}
