package org.flannelboard.ui.shell;

import org.flannelboard.app.Messages;
import org.flannelboard.profile.LocatedProblem;
import org.flannelboard.ui.kit.Words;

/** A problem of a profile in a line: where, which value, what about it, what to do. */
final class ProblemText {

  private ProblemText() {}

  static String of(LocatedProblem located, Words words) {
    Messages.Explanation said = words.describe(located.problem());
    String place =
        located.position() == null
            ? ""
            : words.text("clusters.line", "line", located.position().line()) + " ";
    String path = located.problem().path().isEmpty() ? "" : located.problem().path() + ": ";
    String remedy = said.remedy().isEmpty() ? "" : " → " + said.remedy();
    return place + path + said.message() + remedy;
  }
}
