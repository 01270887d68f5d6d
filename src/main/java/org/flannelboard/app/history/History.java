package org.flannelboard.app.history;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Pause;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.diagnosis.Subject;

/**
 * What happened to one cluster, as far as this machine saw it: at most {@value #KEPT} events, none
 * older than {@link #AGE}.
 *
 * <p>Any thread may add to it and none waits for a disk when it does; whoever asks may wait.
 */
public final class History implements AutoCloseable {

  /** A push to 255 nodes is 255 of them; a busy day of a small cluster is a few dozen. */
  public static final int KEPT = 20_000;

  public static final Duration AGE = Duration.ofDays(30);

  /** How far back a cause is looked for: a restart of docker and flanneld shows within seconds. */
  public static final Duration JUST_BEFORE = Duration.ofMinutes(10);

  private final Shelf shelf;

  private History(Shelf shelf) {
    this.shelf = shelf;
  }

  /** A history that ends with the program. */
  public static History inMemory() {
    return new History(new HistoryMemory());
  }

  /**
   * What the history of a cluster is called: its name, and what tells it from another cluster of
   * that name, so that two profiles of one cluster share one.
   */
  public static String fileName(ClusterProfile profile) {
    EtcdSpec etcd = profile.etcd();
    String whose = profile.name() + " " + new TreeSet<>(etcd.endpoints()) + " " + etcd.prefix();
    String digest = Digest.of(whose.getBytes(StandardCharsets.UTF_8)).sha256();
    return profile.name().replaceAll("[^\\p{L}\\p{N}_-]", "_")
        + "-"
        + digest.substring(0, 8)
        + ".mv";
  }

  /**
   * A history on file. The file is opened when there is something to write or to ask, for as long
   * as that takes, so that several runs of the program can share it.
   *
   * @param file where it is, whether it exists or not
   * @param tasks write; never cancelled while there is something to write
   */
  public static History inFile(Path file, InstantSource clock, TaskRunner tasks, Pause pause) {
    return new History(new HistoryFile(file, clock, tasks, pause));
  }

  /** Remembers an event. */
  public void add(Event event) {
    shelf.add(event);
  }

  /** What happened from one moment on and before another, in its order. */
  public List<Event> between(Instant from, Instant to) {
    return shelf.between(from, to);
  }

  /**
   * What happened shortly before a pair's cell went red, the likeliest reason first.
   *
   * @param red when it did
   * @param window how far back to look
   */
  public List<Clue> before(Subject.OnPair pair, Instant red, Duration window) {
    return between(red.minus(window), red).stream()
        .map(event -> new Clue(event, near(event, pair)))
        .sorted(Clue.LIKELIEST)
        .toList();
  }

  /** When a pair's cell went red the last time, as far as it is remembered. */
  public Optional<Instant> wentRed(Subject.OnPair pair) {
    return between(Instant.EPOCH, Instant.ofEpochSecond(Integer.MAX_VALUE * 2L)).reversed().stream()
        .filter(
            event -> event instanceof Event.CellsLost(Instant _, var cells) && cells.mayHave(pair))
        .map(Event::at)
        .findFirst();
  }

  /** Why not everything is remembered as it should be; empty if it is. */
  public Optional<Failure> trouble() {
    return shelf.trouble();
  }

  /** Waits until everything is written. */
  @Override
  public void close() {
    shelf.close();
  }

  private static boolean near(Event event, Subject.OnPair pair) {
    return event.concerns(pair.from()) || event.concerns(pair.to());
  }
}
