package org.flannelboard.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.KernelChange;
import org.jspecify.annotations.Nullable;

/**
 * What pushes and fixes changed on a node, kept on the node itself so that any administrator's
 * machine can undo it.
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
   * One push to the node, with those that resumed it, or one fix.
   *
   * @param number from 1, rising
   * @param startedAt ISO-8601 instant of the administrator's clock
   * @param state where it stands
   * @param files each file it replaces or creates, as it was before
   * @param units each unit it touches, as it was before; none for a fix, whose restarts are not
   *     undone
   * @param createdDirectories directories it made, outermost first
   * @param failedStep the step it stopped at; null if it did not
   * @param fixes id of the finding that a fix is for; null for a push
   * @param kernel each change of the running kernel, in the order of the work
   */
  public record Generation(
      int number,
      String startedAt,
      State state,
      List<FileBefore> files,
      List<UnitBefore> units,
      List<RemotePath> createdDirectories,
      @Nullable String failedStep,
      @Nullable String fixes,
      List<KernelDone> kernel) {

    public Generation {
      files = List.copyOf(files);
      units = List.copyOf(units);
      createdDirectories = List.copyOf(createdDirectories);
      kernel = List.copyOf(kernel);
    }

    /** A push, which leaves the running kernel to flanneld. */
    public Generation(
        int number,
        String startedAt,
        State state,
        List<FileBefore> files,
        List<UnitBefore> units,
        List<RemotePath> createdDirectories,
        @Nullable String failedStep) {
      this(number, startedAt, state, files, units, createdDirectories, failedStep, null, List.of());
    }

    /** Whether it is a push, which another one can resume. */
    public boolean isPush() {
      return fixes == null;
    }

    /** Whether it neither came to its end nor was undone. */
    public boolean unfinished() {
      return state == State.OPEN || state == State.FAILED;
    }

    Generation with(State newState, @Nullable String step) {
      return new Generation(
          number, startedAt, newState, files, units, createdDirectories, step, fixes, kernel);
    }

    Generation creating(List<RemotePath> directories) {
      List<RemotePath> all = new ArrayList<>(createdDirectories);
      directories.stream().filter(d -> !all.contains(d)).forEach(all::add);
      return new Generation(number, startedAt, state, files, units, all, failedStep, fixes, kernel);
    }
  }

  /**
   * A file before the push.
   *
   * @param digest SHA-256 of its content; null if nothing stood there
   * @param kept where it is kept; null if nothing stood there
   */
  public record FileBefore(RemotePath path, @Nullable String digest, @Nullable RemotePath kept) {}

  /**
   * A change of the running kernel.
   *
   * @param undo what brings back what stood there before; null where nothing can
   */
  public record KernelDone(KernelChange change, @Nullable KernelChange undo) {}

  /** A unit before the push. */
  public record UnitBefore(String unit, boolean enabled, boolean active) {}

  /** A node nothing was ever pushed to. */
  public static Journal empty() {
    return new Journal(List.of());
  }

  /** The latest push or fix that was not undone. */
  public Optional<Generation> latest() {
    return generations.reversed().stream()
        .filter(generation -> generation.state() != State.ROLLED_BACK)
        .findFirst();
  }

  /** The push that a new one resumes: the latest, if it is an unfinished push. */
  public Optional<Generation> interrupted() {
    return latest().filter(Generation::isPush).filter(Generation::unfinished);
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
