package org.flannelboard.app;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.flannelboard.app.history.Event;
import org.flannelboard.app.history.History;
import org.flannelboard.base.Failure;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;

/** Writes down how what is seen differs from what was seen before. */
final class HistoryWriter {

  private final History history;
  private Map<String, Event.Found> found = Map.of();
  private boolean begun;
  private boolean over;

  HistoryWriter(History history) {
    this.history = history;
  }

  /** What comes after it is seen; gives the reason if that cannot be written down. */
  Optional<Failure> began(Instant now) {
    synchronized (this) {
      begun = !over;
      add(new Event.WatchBegan(now));
    }
    history.between(now, now); // waits for what was added
    return history.trouble();
  }

  /** What comes after it was seen by nobody. */
  synchronized void ended(Instant now) {
    if (begun) {
      add(new Event.WatchEnded(now));
    }
    over = true;
  }

  /** Cells that are red now and were not before, and the other way round. */
  synchronized void cells(
      Set<Subject.OnPair> before,
      Set<Subject.OnPair> after,
      Function<Subject.OnPair, Instant> since,
      Instant now) {
    Set<Subject.OnPair> lost = new HashSet<>(after);
    lost.removeAll(before);
    Set<Subject.OnPair> recovered = new HashSet<>(before);
    recovered.removeAll(after);
    lost.stream()
        .map(since)
        .min(Instant::compareTo)
        .ifPresent(first -> add(new Event.CellsLost(first, Event.Cells.of(lost))));
    if (!recovered.isEmpty()) {
      add(new Event.CellsRecovered(now, Event.Cells.of(recovered)));
    }
  }

  /** What a diagnosis names and the one before it did not, and the other way round. */
  synchronized void report(Diagnostics.Report report, Instant now) {
    Map<String, Event.Found> present = new TreeMap<>();
    report.diagnosis().roots().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .forEach((Finding finding) -> present.put(finding.id(), Event.Found.of(finding)));
    present.forEach(
        (id, each) -> {
          if (!found.containsKey(id)) {
            add(new Event.FindingAppeared(now, each));
          }
        });
    found.forEach(
        (id, each) -> {
          if (!present.containsKey(id)) {
            add(new Event.FindingGone(now, each));
          }
        });
    found = present;
  }

  /** Something that was seen. */
  synchronized void add(Event event) {
    if (!over) {
      history.add(event);
    }
  }
}
