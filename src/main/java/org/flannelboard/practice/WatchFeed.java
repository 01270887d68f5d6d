package org.flannelboard.practice;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.etcd.WatchEvent;

/**
 * A watch on the practice etcd. Events are collected where the change happens and handed on by a
 * thread of the watch's own, because whoever listens may well call back.
 */
final class WatchFeed implements KeyStore.Watch {

  /** How long a quiet watch waits before it looks whether a key has expired meanwhile, in ms. */
  private static final long SYNC = 500;

  private final World world;
  private final PracticeKeyStore store;
  private final String directory;
  private final LinkedBlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
  private final Runnable unsubscribe;
  private final Thread thread;
  private boolean interrupted;

  /** Opened under the world's lock. */
  WatchFeed(World world, PracticeKeyStore store, String directory, Consumer<WatchEvent> consumer) {
    this.world = world;
    this.store = store;
    this.directory = directory;
    this.unsubscribe = world.etcd().space(store.api()).subscribe(directory, this::see);
    world.add(this);
    begin();
    this.thread = Thread.ofVirtual().name("practice-watch").start(() -> run(consumer));
  }

  /** Notices that etcd went out of reach or came back. */
  void lookAgain() {
    Optional<StoreFailure> failure = store.unreachable();
    if (failure.isPresent() && !interrupted) {
      interrupted = true;
      events.add(new WatchEvent.Interrupted(failure.get()));
    } else if (failure.isEmpty() && interrupted) {
      begin();
    }
  }

  @Override
  public void close() {
    world.locked(
        () -> {
          unsubscribe.run();
          world.remove(this);
        });
    thread.interrupt();
  }

  private void begin() {
    interrupted = false;
    events.add(
        new WatchEvent.Resync(world.etcd().space(store.api()).under(directory, world.now())));
  }

  private void see(WatchEvent event) {
    if (!interrupted) {
      events.add(event);
    }
  }

  private void run(Consumer<WatchEvent> consumer) {
    try {
      while (!Thread.interrupted()) {
        WatchEvent event = events.poll(SYNC, TimeUnit.MILLISECONDS);
        if (event == null) {
          world.catchUp();
        } else {
          consumer.accept(event);
        }
      }
    } catch (InterruptedException _) {
      events.clear();
    }
  }
}
