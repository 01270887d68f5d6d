package org.flannelboard.cli;

import java.util.List;
import org.flannelboard.app.Messages;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.FileProblem;
import org.flannelboard.profile.LocatedProblem;

/** Prints problems of a profile the way compilers do: place first. */
final class ProblemPrinter {

  private final Terminal terminal;

  ProblemPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(List<LocatedProblem> problems) {
    problems.forEach(problem -> terminal.note(line(problem)));
  }

  private String line(LocatedProblem located) {
    return line(located.position() == null ? "" : located.position() + " ", located.problem());
  }

  /** A problem in one of several files: the file, the line, the field. */
  String line(FileProblem found) {
    return line(found.place().isEmpty() ? "" : found.place() + " ", found.located().problem());
  }

  private String line(String place, Problem problem) {
    String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
    return mark(problem) + place + path + words(problem);
  }

  /** Problems that have no place in a file, each with its mark and path. */
  List<String> lines(List<Problem> problems) {
    return problems.stream().map(it -> mark(it) + it.path() + ": " + words(it)).toList();
  }

  /** The words of a problem that has no place in a file. */
  String words(Problem problem) {
    Messages.Explanation words = terminal.messages().describe(problem);
    return words.remedy().isEmpty() ? words.message() : words.message() + "\n  → " + words.remedy();
  }

  private String mark(Problem problem) {
    return switch (problem.severity()) {
      case ERROR -> terminal.red("✗ ");
      case WARNING -> terminal.yellow("! ");
    };
  }
}
