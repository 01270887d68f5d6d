package org.flannelboard.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One API of etcd, request by request: each call goes to one endpoint and is sent at most once.
 * What to do when an endpoint does not answer is {@link FailoverKeyStore}'s business.
 */
public interface Wire extends AutoCloseable {

  /** Why a stream of events ended. */
  enum Ended {
    /** The server has forgotten the events that come next. */
    OUTDATED,
    /** The connection broke, or the server closed it. */
    BROKEN
  }

  /**
   * A key as a linearizable read saw it.
   *
   * @param entry what it holds; empty if it does not exist
   * @param store the store's revision at that moment
   */
  record Sighting(@Nullable Entry found, Revision store) {

    /** The entry, if there is one. */
    public Optional<Entry> entry() {
      return Optional.ofNullable(found);
    }
  }

  /**
   * A directory as a linearizable read saw it.
   *
   * @param entries everything under it at any depth, sorted by key
   * @param store the store's revision at that moment
   */
  record Listing(List<Entry> entries, Revision store) {
    public Listing {
      entries = List.copyOf(entries);
    }
  }

  /** The API spoken. */
  KeyStore.Api api();

  /** A linearizable read of a key. */
  Attempt<Sighting> get(URI endpoint, String key, Deadline deadline);

  /** A linearizable read of everything under a directory, which has no slash at its end. */
  Attempt<Listing> list(URI endpoint, String directory, Deadline deadline);

  /** A conditional write; never answers {@link WriteOutcome.InDoubt}. */
  Attempt<WriteOutcome> put(URI endpoint, Write write, Deadline deadline);

  /** A conditional removal; never asked with {@link Expect.Absent}. */
  Attempt<WriteOutcome> delete(URI endpoint, String key, Expect expect, Deadline deadline);

  /**
   * Hands on what happens under a directory after a revision, until the stream ends. Interrupting
   * the calling thread ends it too.
   *
   * @throws InterruptedException if the calling thread was interrupted
   */
  Ended follow(URI endpoint, String directory, Revision after, Consumer<WatchEvent> events)
      throws InterruptedException;

  /** Ends all connections. */
  @Override
  void close();

  /**
   * A value to write.
   *
   * @param ttl after which etcd drops the key; null for never
   */
  record Write(String key, String value, Expect expect, @Nullable Duration ttl) {}
}
