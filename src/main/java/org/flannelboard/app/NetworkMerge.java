package org.flannelboard.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.flannelboard.etcd.NetworkDocument;
import org.jspecify.annotations.Nullable;

/**
 * Two changes of one network configuration, member by member: ours, and the one that somebody else
 * made meanwhile.
 *
 * @param theirs what is stored now
 * @param lines the members that one of the two changed, by path
 */
public record NetworkMerge(NetworkDocument theirs, List<Line> lines) {

  public NetworkMerge {
    lines = List.copyOf(lines);
  }

  /** One of the two changes. */
  public enum Side {
    THEIRS,
    MINE
  }

  /** Who changed a member. */
  public enum Change {
    ONLY_THEIRS,
    ONLY_MINE,
    /** Both, to the same value. */
    ALIKE,
    /** Both, to different values: somebody has to choose. */
    CONFLICT
  }

  /**
   * A member with its three values as JSON, each null where the member is absent.
   *
   * @param path for example {@code Backend.VNI}
   * @param base what both began with
   */
  public record Line(
      String path, @Nullable String base, @Nullable String mine, @Nullable String theirs) {

    public Change change() {
      if (Objects.equals(mine, theirs)) {
        return Change.ALIKE;
      }
      if (Objects.equals(base, mine)) {
        return Change.ONLY_THEIRS;
      }
      return Objects.equals(base, theirs) ? Change.ONLY_MINE : Change.CONFLICT;
    }
  }

  /** Lays the two changes side by side. */
  public static NetworkMerge of(
      NetworkDocument base, NetworkDocument mine, NetworkDocument theirs) {
    Set<String> paths = new TreeSet<>(base.members().keySet());
    paths.addAll(mine.members().keySet());
    paths.addAll(theirs.members().keySet());
    List<Line> lines = new ArrayList<>();
    for (String path : paths) {
      String before = base.members().get(path);
      Line line = new Line(path, before, mine.members().get(path), theirs.members().get(path));
      boolean untouched =
          Objects.equals(before, line.mine()) && Objects.equals(before, line.theirs());
      if (!untouched) {
        lines.add(line);
      }
    }
    return new NetworkMerge(theirs, lines);
  }

  /** The members on which the two disagree. */
  public List<Line> conflicts() {
    return lines.stream().filter(line -> line.change() == Change.CONFLICT).toList();
  }

  /** Whether every disagreement has been decided. */
  public boolean decided(Map<String, Side> choices) {
    return conflicts().stream().allMatch(line -> choices.containsKey(line.path()));
  }

  /** Both changes in one: theirs, with ours laid over it where nobody or the choice objects. */
  public NetworkDocument merged(Map<String, Side> choices) {
    NetworkDocument merged = theirs;
    for (Line line : lines) {
      boolean ours =
          switch (line.change()) {
            case ONLY_MINE -> true;
            case ONLY_THEIRS, ALIKE -> false;
            case CONFLICT -> choices.get(line.path()) == Side.MINE;
          };
      if (ours) {
        merged = merged.with(line.path(), line.mine());
      }
    }
    return merged;
  }
}
