package org.flannelboard.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flannelboard.cluster.Problem;
import org.jspecify.annotations.Nullable;

/** What a reading has found so far, and where in the file each path stands. */
final class Findings {

  // A set: the ssh defaults are read once for every node and would repeat themselves.
  private final Set<LocatedProblem> problems = new LinkedHashSet<>();
  private final Map<String, Position> positions = new HashMap<>();

  /** Remembers where a path stands, for problems that are found later by path alone. */
  void visit(String path, Position position) {
    positions.put(path, position);
  }

  void error(String path, Position position, String code, Map<String, String> arguments) {
    problems.add(new LocatedProblem(Problem.error(path, code, arguments), position));
  }

  /** Takes over problems that know their path but not their line. */
  void addAll(List<Problem> found) {
    for (Problem problem : found) {
      problems.add(new LocatedProblem(problem, locate(problem.path())));
    }
  }

  /** The paths at which the document gave no usable value. */
  Set<String> errorPaths() {
    return problems.stream()
        .filter(LocatedProblem::isError)
        .map(found -> found.problem().path())
        .collect(Collectors.toSet());
  }

  boolean hasErrors() {
    return problems.stream().anyMatch(LocatedProblem::isError);
  }

  /** All of it, in the order of the file. */
  List<LocatedProblem> inReadingOrder() {
    List<LocatedProblem> sorted = new ArrayList<>(problems);
    sorted.sort(LocatedProblem.READING_ORDER);
    return sorted;
  }

  /** The place of the path, or of the nearest thing around it that the file has. */
  private @Nullable Position locate(String path) {
    for (String at = path; ; at = parent(at)) {
      Position position = positions.get(at);
      if (position != null || at.isEmpty()) {
        return position;
      }
    }
  }

  private static String parent(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return end < 0 ? "" : path.substring(0, end);
  }
}
