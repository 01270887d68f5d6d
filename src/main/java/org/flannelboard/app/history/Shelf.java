package org.flannelboard.app.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Failure;

/** Where events are kept. Any thread may use it; only {@link #add} does not wait for a disk. */
interface Shelf extends AutoCloseable {

  /** Puts an event there, soon. */
  void add(Event event);

  /** Those from one moment on and before another, in their order. */
  List<Event> between(Instant from, Instant to);

  /** Why not everything is kept as it should be; empty if it is. */
  Optional<Failure> trouble();

  /** Everything that was added is kept. */
  @Override
  void close();
}
