package org.flannelboard.profile;

import java.util.Comparator;
import org.flannelboard.cluster.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A problem and the place in the file where it shows.
 *
 * @param problem what is wrong
 * @param position where; null when it is about the file as a whole
 */
public record LocatedProblem(Problem problem, @Nullable Position position) {

  /** The order of reading: the file as a whole first, then from top to bottom. */
  static final Comparator<LocatedProblem> READING_ORDER =
      Comparator.comparing(
          LocatedProblem::position, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Whether it stops the work. */
  public boolean isError() {
    return problem.isError();
  }
}
