package org.flannelboard.etcd;

import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flannelboard.base.Deadline;

/** A real wire whose writes meet trouble on the way. */
final class TroubledWire implements Wire {

  private final Wire wire;
  private final PutTrouble trouble;

  TroubledWire(Wire wire, PutTrouble trouble) {
    this.wire = wire;
    this.trouble = trouble;
  }

  /** What becomes of a write; the argument carries it out. */
  @FunctionalInterface
  interface PutTrouble {
    Attempt<WriteOutcome> on(Supplier<Attempt<WriteOutcome>> put);
  }

  @Override
  public KeyStore.Api api() {
    return wire.api();
  }

  @Override
  public Attempt<Sighting> get(URI endpoint, String key, Deadline deadline) {
    return wire.get(endpoint, key, deadline);
  }

  @Override
  public Attempt<Listing> list(URI endpoint, String directory, Deadline deadline) {
    return wire.list(endpoint, directory, deadline);
  }

  @Override
  public Attempt<WriteOutcome> put(URI endpoint, Write write, Deadline deadline) {
    return trouble.on(() -> wire.put(endpoint, write, deadline));
  }

  @Override
  public Attempt<WriteOutcome> delete(URI endpoint, String key, Expect expect, Deadline deadline) {
    return wire.delete(endpoint, key, expect, deadline);
  }

  @Override
  public Ended follow(URI endpoint, String directory, Revision after, Consumer<WatchEvent> events)
      throws InterruptedException {
    return wire.follow(endpoint, directory, after, events);
  }

  @Override
  public void close() {
    wire.close();
  }
}
