package org.flannelboard.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeQuestions;

/**
 * One try to reach a node or to run something there: whom it is for, whom to ask, and how long it
 * may take. The time a person takes to answer is added to the deadline: nobody shall lose a
 * connection by typing slowly. Used by one thread.
 */
final class Attempt {

  private final NodeId node;
  private final NodeQuestions questions;
  private final List<Turn.Held> turns = new ArrayList<>();
  private Deadline deadline;

  Attempt(NodeId node, NodeQuestions questions, Deadline deadline) {
    this.node = node;
    this.questions = questions;
    this.deadline = deadline;
  }

  NodeId node() {
    return node;
  }

  Deadline deadline() {
    return deadline;
  }

  <T> T ask(Function<NodeQuestions, T> question) {
    try (Pause _ = pause()) {
      return question.apply(questions);
    }
  }

  /** Stops the clock, of this attempt and of those that wait for a turn it has. */
  Pause pause() {
    return new Pause();
  }

  void took(Turn.Held turn) {
    turns.add(turn);
  }

  void gave(Turn.Held turn) {
    turns.remove(turn);
  }

  /** The time until it is closed does not count. */
  final class Pause implements AutoCloseable {
    private final Duration left = deadline.remaining();

    private Pause() {
      turns.forEach(turn -> turn.paused(true));
    }

    @Override
    public void close() {
      deadline = Deadline.after(left);
      turns.forEach(turn -> turn.paused(false));
    }
  }
}
