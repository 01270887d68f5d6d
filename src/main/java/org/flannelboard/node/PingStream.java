package org.flannelboard.node;

import java.util.Optional;

/** A prober at work on a node. */
public interface PingStream extends AutoCloseable {

  /** What sends the echo requests, for example {@code fping} or {@code perl}. */
  String prober();

  /** Waits for the end: empty after the last round or {@link #close}, else what broke it. */
  Optional<NodeFailure> awaitEnd() throws InterruptedException;

  /** Ends the prober on the node. */
  @Override
  void close();
}
