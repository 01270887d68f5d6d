package org.flannelboard.diagnosis;

import java.util.List;
import org.flannelboard.node.facts.Source;

/**
 * How an entry of a kernel's tables compares with what flanneld puts there for a peer.
 *
 * @param lines what shows it, the deciding one first; in brackets what was looked for in vain
 */
record Entry(State state, Source source, List<String> lines) {

  Entry {
    lines = List.copyOf(lines);
  }

  /** What is known of it. */
  enum State {
    RIGHT,
    MISSING,
    /** Another one stands in its place or before it. */
    WRONG,
    /** The table could not be read. */
    UNSEEN
  }

  static Entry right(Source source, String line) {
    return new Entry(State.RIGHT, source, List.of(line));
  }

  static Entry missing(Source source, String what) {
    return new Entry(State.MISSING, source, List.of("[" + what + "]"));
  }

  static Entry wrong(Source source, String line) {
    return new Entry(State.WRONG, source, List.of(line));
  }

  static Entry unseen(Source source) {
    return new Entry(State.UNSEEN, source, List.of());
  }

  boolean right() {
    return state == State.RIGHT;
  }

  boolean missing() {
    return state == State.MISSING;
  }

  boolean wrong() {
    return state == State.WRONG;
  }

  /** What shows it, as seen on a node. */
  List<Evidence> evidence(SeenNode node) {
    return lines.stream().map(line -> node.evidence(source, line)).toList();
  }
}
