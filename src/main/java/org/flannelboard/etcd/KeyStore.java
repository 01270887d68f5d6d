package org.flannelboard.etcd;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.jspecify.annotations.Nullable;

/**
 * A connection to etcd through one of its two APIs. Keys begin with a slash. Reads are linearizable
 * (quorum reads). Endpoints are tried in turn within the deadline; a write is sent to a second
 * endpoint only if the first one provably did not take it.
 */
public interface KeyStore extends AutoCloseable {

  /** Etcd's two APIs; they do not see each other's keys. */
  enum Api {
    V2,
    V3
  }

  /** The API this connection speaks. */
  Api api();

  /** The entry at a key. */
  Result<Optional<Entry>, StoreFailure> get(String key, Deadline deadline);

  /** The entries directly under a directory, sorted by key; empty if it does not exist. */
  Result<List<Entry>, StoreFailure> list(String directory, Deadline deadline);

  /**
   * Writes a key, if what it holds is as expected.
   *
   * @param ttl after which etcd drops the key, at least a second; null for never
   */
  Result<WriteOutcome, StoreFailure> put(
      String key, String value, Expect expect, @Nullable Duration ttl, Deadline deadline);

  /**
   * Removes a key, if what it holds is as expected; an absent key is a conflict unless expected.
   */
  Result<WriteOutcome, StoreFailure> delete(String key, Expect expect, Deadline deadline);

  /**
   * Follows everything under a directory from its present state on: the first event is a {@link
   * WatchEvent.Resync}. Reconnects by itself; the stream of events has no gap that a {@code Resync}
   * does not close.
   */
  Watch watch(String directory, Consumer<WatchEvent> events);

  /** Ends the connection and its watches. */
  @Override
  void close();

  /** A running watch. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
