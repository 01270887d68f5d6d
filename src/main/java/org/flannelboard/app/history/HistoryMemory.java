package org.flannelboard.app.history;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.flannelboard.base.Failure;

/** Events that end with the program. */
final class HistoryMemory implements Shelf {

  private final NavigableMap<Long, Event> events = new TreeMap<>();

  @Override
  public synchronized void add(Event event) {
    Moments.put(events, event.at(), event);
    if (events.size() > History.KEPT) {
      events.pollFirstEntry();
    }
  }

  @Override
  public synchronized List<Event> between(Instant from, Instant to) {
    return List.copyOf(events.subMap(Moments.first(from), Moments.first(to)).values());
  }

  @Override
  public Optional<Failure> trouble() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
