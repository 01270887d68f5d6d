package org.flannelboard.profile;

import java.nio.file.Path;
import org.flannelboard.cluster.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A problem and the file it shows in, where several files are read for one answer.
 *
 * @param file the file; null where it was no file that was read
 * @param located the problem, its path being the field, for example {@code vm01 Port}
 */
public record FileProblem(@Nullable Path file, LocatedProblem located) {

  static FileProblem at(Path file, int line, Problem problem) {
    return new FileProblem(file, new LocatedProblem(problem, new Position(line, 1)));
  }

  /** Whether it stops the work. */
  public boolean isError() {
    return located.isError();
  }

  /** Where: {@code file:line:column}, as compilers and editors write it; empty if nowhere. */
  public String place() {
    if (file == null) {
      return located.position() == null ? "" : located.position().toString();
    }
    return located.position() == null ? file.toString() : file + ":" + located.position();
  }
}
