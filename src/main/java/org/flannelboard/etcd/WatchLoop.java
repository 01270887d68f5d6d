package org.flannelboard.etcd;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;

/**
 * A running watch: list, follow, and list anew whenever the stream ended for whatever reason, so
 * that no event can be missed for good.
 *
 * <p>It has a thread of its own because it waits for the server all its life. Events are delivered
 * on that thread; closing the watch interrupts it.
 */
final class WatchLoop implements KeyStore.Watch {

  private static final Duration LISTING = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A stream that lasted this long was healthy: the next break is a new one. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private final FailoverKeyStore store;
  private final String directory;
  private final Consumer<WatchEvent> events;
  private final Consumer<WatchLoop> onClose;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  WatchLoop(
      FailoverKeyStore store,
      String directory,
      Consumer<WatchEvent> events,
      Consumer<WatchLoop> onClose) {
    this.store = store;
    this.directory = directory;
    this.events = events;
    this.onClose = onClose;
    this.thread = Thread.ofVirtual().name("etcd-watch " + directory).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    onClose.accept(this);
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      boolean interrupted = false;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        Deadline settled = Deadline.after(SETTLED);
        switch (store.listing(directory, Deadline.after(LISTING))) {
          case Result.Ok<Wire.Listing, StoreFailure>(Wire.Listing listing) -> {
            interrupted = false;
            deliver(new WatchEvent.Resync(listing.entries()));
            Wire.Ended ended = store.follow(directory, listing.store(), this::deliver);
            pause =
                ended == Wire.Ended.OUTDATED || settled.expired() ? Duration.ZERO : longer(pause);
          }
          case Result.Err<Wire.Listing, StoreFailure>(StoreFailure failure) -> {
            if (!interrupted) {
              deliver(new WatchEvent.Interrupted(failure));
            }
            interrupted = true;
            pause = longer(pause);
          }
        }
      }
    } catch (InterruptedException _) {
      // Only close() interrupts this thread, and the thread ends here.
    }
  }

  private void deliver(WatchEvent event) {
    if (closed.getCount() > 0) {
      events.accept(event);
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
