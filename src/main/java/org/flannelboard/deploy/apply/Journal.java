package org.flannelboard.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/**
 * What pushes changed on a node, kept on the node itself so that any administrator's machine can
 * undo it.
 *
 * <p>A generation is written before the first change it names. It may therefore name changes that
 * never happened; undoing those finds everything as it was and does nothing.
 *
 * @param generations oldest first
 */
public record Journal(List<Generation> generations) {

  /** How many undone or superseded generations are remembered. */
  static final int MEMORY = 20;

  public Journal {
    generations = List.copyOf(generations);
  }

  /** Where a push stands. */
  public enum State {
    /** Begun; if nobody is at work, interrupted. */
    OPEN,
    /** Stopped at a step that failed. */
    FAILED,
    /** Came to its end and was verified. */
    COMPLETE,
    /** Undone. */
    ROLLED_BACK;

    /** Stable word in journals and machine output. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One push to the node, with those that resumed it.
   *
   * @param number from 1, rising
   * @param startedAt ISO-8601 instant of the administrator's clock
   * @param state where it stands
   * @param files each file it replaces or creates, as it was before
   * @param units each unit it touches, as it was before
   * @param createdDirectories directories it made, outermost first
   * @param failedStep the step it stopped at; null if it did not
   */
  public record Generation(
      int number,
      String startedAt,
      State state,
      List<FileBefore> files,
      List<UnitBefore> units,
      List<RemotePath> createdDirectories,
      @Nullable String failedStep) {

    public Generation {
      files = List.copyOf(files);
      units = List.copyOf(units);
      createdDirectories = List.copyOf(createdDirectories);
    }

    /** Whether it neither came to its end nor was undone. */
    public boolean unfinished() {
      return state == State.OPEN || state == State.FAILED;
    }

    Generation with(State newState, @Nullable String step) {
      return new Generation(number, startedAt, newState, files, units, createdDirectories, step);
    }

    Generation creating(List<RemotePath> directories) {
      List<RemotePath> all = new ArrayList<>(createdDirectories);
      directories.stream().filter(d -> !all.contains(d)).forEach(all::add);
      return new Generation(number, startedAt, state, files, units, all, failedStep);
    }
  }

  /**
   * A file before the push.
   *
   * @param digest SHA-256 of its content; null if nothing stood there
   * @param kept where it is kept; null if nothing stood there
   */
  public record FileBefore(RemotePath path, @Nullable String digest, @Nullable RemotePath kept) {}

  /** A unit before the push. */
  public record UnitBefore(String unit, boolean enabled, boolean active) {}

  /** A node nothing was ever pushed to. */
  public static Journal empty() {
    return new Journal(List.of());
  }

  /** The latest push that was not undone. */
  public Optional<Generation> latest() {
    return generations.reversed().stream()
        .filter(generation -> generation.state() != State.ROLLED_BACK)
        .findFirst();
  }

  /** The push that a new one resumes: the latest, if it is unfinished. */
  public Optional<Generation> interrupted() {
    return latest().filter(Generation::unfinished);
  }

  /** This journal with the generation added or replaced by its number, and old ones forgotten. */
  Journal with(Generation generation) {
    List<Generation> all = new ArrayList<>(generations);
    all.removeIf(other -> other.number() == generation.number());
    all.add(generation);
    while (all.size() > MEMORY) {
      all.removeFirst();
    }
    return new Journal(all);
  }

  int nextNumber() {
    return generations.stream().mapToInt(Generation::number).max().orElse(0) + 1;
  }
}
