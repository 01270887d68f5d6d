package org.flannelboard.app.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Pause;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * Events in a database that several runs of the program share.
 *
 * <p>What waits is written together, by one task at a time. What cannot be written stays in memory
 * and is tried again with the next event. What is done to the cluster is written by the run that
 * does it; what is seen of it, by the first run that watches, as two would tell it twice.
 */
final class HistoryFile implements Shelf {

  private final Database database;
  private final InstantSource clock;
  private final TaskRunner tasks;
  private final WatchClaim claim;
  private final Deque<Event> waiting = new ArrayDeque<>();
  private boolean writing;
  private volatile @Nullable Failure unreachable;
  private volatile @Nullable Failure elsewhere;
  private volatile @Nullable Failure aside;

  HistoryFile(Path file, InstantSource clock, TaskRunner tasks, Pause pause) {
    this.database = new Database(file, pause);
    this.clock = clock;
    this.tasks = tasks;
    this.claim = new WatchClaim(file.resolveSibling(file.getFileName() + ".watching"));
  }

  @Override
  public void add(Event event) {
    synchronized (waiting) {
      waiting.add(event);
      if (waiting.size() > History.KEPT) {
        waiting.removeFirst();
      }
      if (writing) {
        return;
      }
      writing = true;
    }
    tasks.start("history", this::writeAll).detach();
  }

  @Override
  public synchronized List<Event> between(Instant from, Instant to) {
    write();
    List<Event> found = new ArrayList<>();
    use(events -> found.addAll(read(events, Moments.first(from), Moments.first(to))));
    synchronized (waiting) {
      waiting.stream()
          .filter(event -> !event.at().isBefore(from) && event.at().isBefore(to))
          .forEach(found::add);
    }
    return List.copyOf(found);
  }

  private static List<Event> read(MVMap<Long, String> events, long first, long end) {
    List<Event> found = new ArrayList<>();
    for (Long key = events.ceilingKey(first);
        key != null && key < end;
        key = events.higherKey(key)) {
      event(events, key).ifPresent(found::add);
    }
    return found;
  }

  @Override
  public Optional<Failure> trouble() {
    return Optional.ofNullable(unreachable)
        .or(() -> Optional.ofNullable(elsewhere))
        .or(() -> Optional.ofNullable(aside));
  }

  @Override
  public void close() {
    write();
    claim.release();
  }

  private boolean writeAll() {
    while (true) {
      boolean written = write();
      synchronized (waiting) {
        if (!written || waiting.isEmpty()) {
          writing = false;
          return written;
        }
      }
    }
  }

  /** Writes what waits; false if that could not be done. */
  private synchronized boolean write() {
    List<Event> batch;
    synchronized (waiting) {
      batch = List.copyOf(waiting);
      waiting.clear();
    }
    if (batch.isEmpty()) {
      return true;
    }
    boolean written = false;
    try {
      written = use(events -> write(batch, events));
    } finally {
      if (!written) {
        waitOn(batch);
      }
    }
    return written;
  }

  /** Puts back what could not be written, before what came meanwhile; the oldest make room. */
  private void waitOn(List<Event> batch) {
    synchronized (waiting) {
      batch.reversed().stream().limit(History.KEPT - waiting.size()).forEach(waiting::addFirst);
    }
  }

  private boolean write(List<Event> batch, MVMap<Long, String> events) {
    for (Event event : batch) {
      if (event instanceof Event.Changed || mayTell(event, events)) {
        Moments.put(events, event.at(), EventJson.line(event));
      }
      if (event instanceof Event.WatchEnded) {
        claim.release();
      }
    }
    forgetOld(events);
    return true;
  }

  /** Whether it is this run that tells what is seen. */
  private boolean mayTell(Event event, MVMap<Long, String> events) {
    boolean held = claim.take();
    elsewhere = held ? null : new HistoryFailure.WatchedElsewhere(database.file().toString());
    if (held && event instanceof Event.WatchBegan(Instant at)) {
      endWatchThatDied(events, at);
    }
    return held;
  }

  /** A run that was killed told no end: it is known to have watched until its last event. */
  private static void endWatchThatDied(MVMap<Long, String> events, Instant now) {
    Instant last = null;
    for (Long key = events.floorKey(Moments.first(now)); key != null; key = events.lowerKey(key)) {
      Event event = event(events, key).orElse(null);
      if (event instanceof Event.WatchEnded) {
        return;
      }
      last = last == null && event != null ? event.at() : last;
      if (event instanceof Event.WatchBegan && last != null) {
        Moments.put(events, last, EventJson.line(new Event.WatchEnded(last)));
        return;
      }
    }
  }

  private void forgetOld(MVMap<Long, String> events) {
    long oldest = Moments.first(clock.instant().minus(History.AGE));
    for (Long key = events.firstKey();
        key != null && (key < oldest || events.sizeAsLong() > History.KEPT);
        key = events.firstKey()) {
      events.remove(key);
    }
  }

  private static Optional<Event> event(MVMap<Long, String> events, Long key) {
    return Optional.ofNullable(events.get(key)).flatMap(EventJson::read);
  }

  /** Does something with the database; false if it could not be done. */
  private synchronized boolean use(Function<MVMap<Long, String>, Boolean> work) {
    try {
      database.with(work);
      unreachable = null;
      return true;
    } catch (Database.CorruptException e) {
      return setAside(e) && use(work);
    } catch (IOException e) {
      unreachable = new HistoryFailure.OutOfReach(path(), String.valueOf(e.getMessage()));
      return false;
    }
  }

  private boolean setAside(Database.CorruptException why) {
    Path file = database.file();
    Path other = file.resolveSibling(file.getFileName() + ".unreadable");
    try {
      Files.move(file, other, StandardCopyOption.REPLACE_EXISTING);
      aside =
          new HistoryFailure.SetAside(path(), other.toString(), String.valueOf(why.getMessage()));
      return true;
    } catch (IOException e) {
      unreachable = new HistoryFailure.OutOfReach(path(), String.valueOf(why.getMessage()));
      return false;
    }
  }

  private String path() {
    return database.file().toString();
  }
}
