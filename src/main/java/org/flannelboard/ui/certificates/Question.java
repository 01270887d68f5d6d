package org.flannelboard.ui.certificates;

import java.util.List;
import org.flannelboard.ui.kit.Light;

/**
 * What is asked before nodes are changed.
 *
 * @param title what is to be done
 * @param text how it is done, and how it can be undone
 * @param notes what to mind; may be empty
 * @param lines what changes, one each
 * @param confirm the word on the button
 * @param run does it
 */
record Question(
    String title, String text, List<Light> notes, List<Line> lines, String confirm, Runnable run) {

  Question {
    notes = List.copyOf(notes);
    lines = List.copyOf(lines);
  }

  /** A node's change: what is changed, and what becomes of it. */
  record Line(String node, String what, String change) {}
}
