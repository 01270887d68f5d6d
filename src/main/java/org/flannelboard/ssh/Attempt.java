package org.flannelboard.ssh;

import java.util.function.Function;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeQuestions;

/**
 * One try to reach a node: whom it is for, whom to ask, and how long it may take. The time a person
 * takes to answer is added to the deadline: nobody shall lose a connection by typing slowly.
 */
final class Attempt {

  private final NodeId node;
  private final NodeQuestions questions;
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
    var left = deadline.remaining();
    try {
      return question.apply(questions);
    } finally {
      deadline = Deadline.after(left);
    }
  }
}
